// Bytes that are the same whenever and wherever they are made.  Private to core/wire.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace svd::wire {

// Fields in the order of their numbers and no maps: for our own messages this library's output is stable, and the
// golden files hold it to that.
std::string stable_bytes(const google::protobuf::Message& message);

}  // namespace svd::wire
