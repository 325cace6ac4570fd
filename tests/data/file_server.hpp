#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace gradus::test {

/// A HTTP server of a few files on the loopback, one connection at a time, while it lives.
class FileServer {
 public:
  /// Bad manners.
  struct Options {
    bool ranges = true;                      ///< answers requests for a part with the part
    size_t break_after = std::string::npos;  ///< closes after so many bytes of a body
    size_t length_short_by = 0;              ///< promises fewer bytes than it sends
    int off_by = 0;                          ///< says a part begins so many bytes later
  };
  explicit FileServer(std::map<std::string, std::string> files)
      : FileServer(std::move(files), Options()) {}
  FileServer(std::map<std::string, std::string> files, const Options& options)
      : options_(options), files_(std::move(files)) {
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
  /// Paths asked for so far, with " from range" where only a part was.
  [[nodiscard]] std::vector<std::string> requests() {
    const std::lock_guard guard(lock_);
    return requests_;
  }

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
    const std::string path = request.substr(from, request.find(' ', from) - from);
    const size_t range = request.find("Range: bytes=");
    const bool partial = range != std::string::npos && options_.ranges;
    const size_t begin = partial ? std::stoul(request.substr(range + 13)) : 0;
    {
      const std::lock_guard guard(lock_);
      requests_.push_back(path + (range == std::string::npos ? "" : " from range"));
    }
    const auto file = files_.find(path);
    const std::string whole = file == files_.end() ? "" : file->second;
    const bool beyond = partial && begin >= whole.size();
    std::string body = beyond ? "" : whole.substr(begin);
    // A content that begins so is cut short of the length that is promised.
    const size_t extra = whole.starts_with("CUT") ? 100 : 0;
    std::string text = file == files_.end() ? "HTTP/1.1 404 Not Found\r\n"
                       : beyond             ? "HTTP/1.1 416 Range Not Satisfiable\r\n"
                       : partial            ? "HTTP/1.1 206 Partial Content\r\n"
                                            : "HTTP/1.1 200 OK\r\n";
    const size_t says = begin + static_cast<size_t>(options_.off_by);
    if (partial && !beyond)
      text += "Content-Range: bytes " + std::to_string(says) + "-" +
              std::to_string(whole.size() - 1) + "/" + std::to_string(whole.size()) + "\r\n";
    const size_t promised = body.size() + extra - std::min(body.size(), options_.length_short_by);
    text += "Content-Length: " + std::to_string(promised) + "\r\nConnection: close\r\n\r\n";
    text += body.substr(0, options_.break_after);
    for (size_t sent = 0; sent < text.size();) {
      const auto n = send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return;
      sent += static_cast<size_t>(n);
    }
  }

  Options options_;
  std::mutex lock_;
  std::vector<std::string> requests_;
  std::map<std::string, std::string> files_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace gradus::test
