#include "core/base/result.h"

#include <stdexcept>

namespace svd {

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::runtime_error(error.detail);
}

}  // namespace svd
