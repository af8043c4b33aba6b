#include "core/wire/stable_bytes.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <limits>

#include "core/base/check.h"

namespace svd::wire {

namespace pb = google::protobuf;

std::string stable_bytes(const pb::Message& message) {
    const std::size_t size = message.ByteSizeLong();
    SVD_CHECK(size <= std::numeric_limits<int>::max());
    std::string bytes(size, '\0');
    {
        pb::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(size));
        pb::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        message.SerializeWithCachedSizes(&coded);
        SVD_CHECK(!coded.HadError() && static_cast<std::size_t>(coded.ByteCount()) == size);
    }
    return bytes;
}

}  // namespace svd::wire
