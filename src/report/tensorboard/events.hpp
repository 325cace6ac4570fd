#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "gradus/train/instruments.hpp"
#include "report/tensorboard/message.hpp"

namespace gradus::tensorboard {

/// An event file, record by record. Its times come from no clock: an event's wall time is its step,
/// in seconds from 1970, so that equal runs give equal bytes.
class Events {
 public:
  Events();

  void scalar(const std::string& tag, int64_t step, double value);
  /// What an instrument read, in buckets between its quantiles, or along its silhouette where it
  /// has one. A reading that is not finite is left out.
  void histogram(const std::string& tag, int64_t step, const Reading& reading);
  /// A PNG as it lies in its file.
  void image(const std::string& tag, int64_t step, std::string_view png);
  /// A message of the plugin "hparams", under one of its own tags.
  void hyper_parameters(const std::string& tag, const Message& data);

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void add(int64_t step, const Message& value);
  std::string bytes_;
};

/// Upper ends of buckets, rising, and how many of a distribution's values lie in each.
struct Buckets {
  std::vector<double> limits, counts;
};
[[nodiscard]] Buckets buckets_of(const Reading& reading);

using Value = std::variant<std::string, double, bool>;

/// The values that an axis takes.
struct HyperParameter {
  std::string name;
  std::vector<Value> values;
};
/// What the plugin shows of all runs: columns of hyper-parameters and of metrics, by their tags.
[[nodiscard]] Message experiment(const std::string& description,
                                 const std::vector<HyperParameter>& axes,
                                 const std::vector<std::string>& metrics);
/// The hyper-parameters of one run. Runs of one group are shown together.
[[nodiscard]] Message session_start(const std::vector<std::pair<std::string, Value>>& values,
                                    const std::string& group);
[[nodiscard]] Message session_end(bool failed, double seconds);

}  // namespace gradus::tensorboard
