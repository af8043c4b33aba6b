#include "core/wire/stable_bytes.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "core/base/check.h"

namespace svd::wire {

namespace pb = google::protobuf;

std::string stable_bytes(const pb::Message& message) {
    std::string bytes;
    {
        pb::io::StringOutputStream stream(&bytes);
        pb::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        SVD_CHECK(message.SerializeToCodedStream(&coded));
    }
    return bytes;
}

}  // namespace svd::wire
