#include "train/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace gradus {
namespace {

class ProgressListener : public Listener {
 public:
  explicit ProgressListener(int64_t epochs) : epochs_(epochs), shown_(isatty(2) != 0) {}

  void epoch_end(Training& training) override {
    if (!shown_) return;
    std::string line = fmt::format("\r\033[Kepoch {}/{}", training.epoch() + 1, epochs_);
    for (const History::Column& column : training.history().columns) {
      if (!std::isnan(column.values.back()))
        line += fmt::format("  {} {:.4g}", column.name, column.values.back());
    }
    std::fputs(line.c_str(), stderr);
  }
  void train_end(Training&) override {
    if (shown_) std::fputs("\n", stderr);
  }

 private:
  int64_t epochs_;
  bool shown_;
};

}  // namespace

Callback progress_line(int64_t epochs) {
  return Callback(std::make_shared<ProgressListener>(epochs));
}

}  // namespace gradus
