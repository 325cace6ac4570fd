#include "data/http.hpp"

#include <curl/curl.h>

#include <array>
#include <memory>
#include <new>

#include "gradus/base/error.hpp"

namespace gradus::data {
namespace {

struct Download {
  std::string body;
  uint64_t limit = 0;
  bool too_long = false;
};

size_t take(char* bytes, size_t one, size_t count, void* to) {
  auto& download = *static_cast<Download*>(to);
  if (download.body.size() + one * count > download.limit) {
    download.too_long = true;
    return 0;
  }
  try {
    download.body.append(bytes, one * count);
  } catch (const std::bad_alloc&) {
    return 0;  // no exception may pass through libcurl
  }
  return one * count;
}

// libcurl wants to be opened before the first use, once.
void open_curl() {
  static const CURLcode opened = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (opened != CURLE_OK) throw Error("", "libcurl cannot start", "check its installation");
}

}  // namespace

std::string http_get(const std::string& url, uint64_t limit) {
  open_curl();
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) throw std::bad_alloc();
  Download download{.body = {}, .limit = limit};
  std::array<char, CURL_ERROR_SIZE> reason{};
  CURL* c = curl.get();
  curl_easy_setopt(c, CURLOPT_URL, url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(c, CURLOPT_MAXREDIRS, 5L);
  curl_easy_setopt(c, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, 30L);
  // Given up on after a minute below 1 kB a second.
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1000L);
  curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, 60L);
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, reason.data());
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &download);
  const CURLcode code = curl_easy_perform(c);
  if (download.too_long)
    throw Error(url, "answers with more than " + std::to_string(limit) + " bytes",
                "the address leads elsewhere");
  if (code != CURLE_OK)
    throw Error(url, reason[0] ? reason.data() : curl_easy_strerror(code),
                "check the network and try again");
  return std::move(download.body);
}

}  // namespace gradus::data
