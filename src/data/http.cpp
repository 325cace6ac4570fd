#include "data/http.hpp"

#include <curl/curl.h>

#include <array>
#include <charconv>
#include <fstream>
#include <memory>
#include <new>
#include <string_view>

#include "gradus/base/error.hpp"

namespace gradus::data {
namespace {

namespace fs = std::filesystem;

struct Download {
  const fs::path& file;
  uint64_t limit = 0;
  uint64_t have = 0;    ///< bytes of the file
  uint64_t begins = 0;  ///< where the server says that its part begins
  std::ofstream out = {};
  bool too_long = false, cannot_write = false, wrong_part = false;
};

// "Content-Range: bytes 100-199/200" of the last answer; a new answer's status line resets it.
size_t header(char* bytes, size_t one, size_t count, void* to) {
  auto& download = *static_cast<Download*>(to);
  const std::string_view line(bytes, one * count);
  if (line.starts_with("HTTP/")) download.begins = 0;
  constexpr std::string_view kName = "content-range:";
  bool same = line.size() > kName.size();
  for (size_t i = 0; same && i < kName.size(); ++i) {
    const char c = line[i];
    same = (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == kName[i];
  }
  const size_t digits = line.find_first_of("0123456789");
  if (same && digits != std::string_view::npos)
    std::from_chars(line.data() + digits, line.data() + line.size(), download.begins);
  return one * count;
}

size_t take(char* bytes, size_t one, size_t count, void* to) {
  auto& download = *static_cast<Download*>(to);
  const size_t size = one * count;
  try {  // no exception may pass through libcurl
    if (!download.out.is_open()) {
      if (download.begins != 0 && download.begins != download.have) {
        download.wrong_part = true;
        return 0;
      }
      const bool go_on = download.begins != 0;
      if (!go_on) download.have = 0;
      fs::create_directories(download.file.parent_path());
      download.out.open(download.file,
                        std::ios::binary | (go_on ? std::ios::app : std::ios::trunc));
    }
    if (download.have + size > download.limit) {
      download.too_long = true;
      return 0;
    }
    if (size > 0) download.out.write(bytes, static_cast<std::streamsize>(size));
    download.have += size;
    if (download.out.good()) return size;
  } catch (const std::exception&) {
  }
  download.cannot_write = true;
  return 0;
}

// libcurl wants to be opened before the first use, once.
void open_curl() {
  static const CURLcode opened = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (opened != CURLE_OK) throw Error("", "libcurl cannot start", "check its installation");
}

// Whether the address has nothing beyond what the file holds, so that it is no beginning of it.
bool is_beyond_end(CURL* curl) {
  constexpr long kRangeNotSatisfiable = 416;
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return status == kRangeNotSatisfiable;
}

}  // namespace

void http_get(const std::string& url, const fs::path& file, uint64_t limit) {
  open_curl();
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) throw std::bad_alloc();
  std::error_code absent;
  const uint64_t size = fs::file_size(file, absent);
  Download download{.file = file, .limit = limit, .have = absent ? 0 : size};
  const std::string rest = std::to_string(download.have) + "-";
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
  // The header as it is: CURLOPT_RESUME_FROM fails where a server sends everything.
  if (download.have > 0) curl_easy_setopt(c, CURLOPT_RANGE, rest.c_str());
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, header);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, &download);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &download);
  const CURLcode code = curl_easy_perform(c);
  if (code == CURLE_OK && !download.out.is_open())
    take(nullptr, 1, 0, &download);  // nothing at all
  if (download.out.is_open()) download.out.close();
  if (download.too_long || download.wrong_part) fs::remove(file, absent);
  if (download.too_long)
    throw Error(url, "answers with more than " + std::to_string(limit) + " bytes",
                "the address leads elsewhere");
  if (download.cannot_write || (code == CURLE_OK && download.out.fail()))
    throw Error(file.string(), "cannot be written", "is there space on the disk?");
  const bool anew = download.wrong_part || (code == CURLE_HTTP_RETURNED_ERROR && is_beyond_end(c));
  if (anew && download.have > 0) {
    fs::remove(file, absent);
    return http_get(url, file, limit);
  }
  if (code != CURLE_OK)
    throw Error(url, reason[0] ? reason.data() : curl_easy_strerror(code),
                "check the network and try again");
}

}  // namespace gradus::data
