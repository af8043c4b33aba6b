// The Asio types of hub/http under short names.  Only this module's own files include it.
//
// A network thread has an io_context of its own, and what is born on it stays on it: no strand, no lock, and a
// socket's deadline runs where the socket lives.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <chrono>

namespace svd::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;
using Deadline = SteadyClock::time_point;

// The plain executor rather than any_io_executor: it is copied for every operation.
using Executor = asio::io_context::executor_type;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using Token = asio::as_tuple_t<asio::use_awaitable_t<Executor>>;
inline constexpr Token kTuple{};  // auto [error, value] = co_await ...: a peer that hangs up is no exception

using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using TcpStream = boost::beast::basic_stream<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

}  // namespace svd::http
