#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <stdexcept>
#include <string>
#include <thread>

namespace gradus::test {

/// A HTTP server of a few files on the loopback, one connection at a time, while it lives.
class FileServer {
 public:
  explicit FileServer(std::map<std::string, std::string> files) : files_(std::move(files)) {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || bind(listener_, any, size) != 0 || listen(listener_, 8) != 0 ||
        getsockname(listener_, any, &size) != 0)
      throw std::runtime_error("no loopback");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FileServer() {
    shutdown(listener_, SHUT_RDWR);  // wakes accept()
    thread_.join();
    close(listener_);
  }
  FileServer(const FileServer&) = delete;
  FileServer& operator=(const FileServer&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() {
    while (true) {
      const int connection = accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      answer(connection);
      close(connection);
    }
  }

  void answer(int connection) {
    std::string request;
    char c = 0;
    while (request.find("\r\n\r\n") == std::string::npos && recv(connection, &c, 1, 0) == 1)
      request += c;
    const size_t from = request.find(' ') + 1;
    const auto file = files_.find(request.substr(from, request.find(' ', from) - from));
    // A content that begins so is cut short of the length that is promised.
    std::string body = file == files_.end() ? "" : file->second;
    const bool cut = body.starts_with("CUT");
    std::string text = file == files_.end() ? "HTTP/1.1 404 Not Found\r\n" : "HTTP/1.1 200 OK\r\n";
    text += "Content-Length: " + std::to_string(body.size() + (cut ? 100 : 0)) +
            "\r\nConnection: close\r\n\r\n" + body;
    for (size_t sent = 0; sent < text.size();) {
      const auto n = send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return;
      sent += static_cast<size_t>(n);
    }
  }

  std::map<std::string, std::string> files_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace gradus::test
