// The messages are those of TensorFlow's event.proto and summary.proto and of the plugin's own
// plugin_data.proto and api.proto; the numbers are their fields'.
#include "report/tensorboard/events.hpp"

#include <algorithm>
#include <cmath>

#include "report/tensorboard/record.hpp"

namespace gradus::tensorboard {
namespace {

// Big-endian, as in a PNG's first chunk.
int64_t number_at(std::string_view png, size_t at) {
  int64_t out = 0;
  for (size_t i = at; i < at + 4 && i < png.size(); ++i)
    out = out << 8 | static_cast<uint8_t>(png[i]);
  return out;
}

// Channels of a PNG by its colour type: grey 1, with alpha 2, colours (a palette too) 3, with
// alpha 4.
int64_t colour_space(std::string_view png) {
  switch (png.size() > 25 ? png[25] : 2) {
    case 0:
      return 1;
    case 4:
      return 2;
    case 6:
      return 4;
    default:
      return 3;
  }
}

Message value_message(const Value& value) {
  Message out;
  if (const auto* number = std::get_if<double>(&value)) return out.real(2, *number);
  if (const auto* flag = std::get_if<bool>(&value)) return out.integer(4, *flag ? 1 : 0);
  return out.text(3, std::get<std::string>(value));
}

// Of the data type of a hyper-parameter: a string, a bool or a number.
int64_t type_of(const std::vector<Value>& values) {
  const auto all = [&]<class T>(T*) {
    return std::all_of(values.begin(), values.end(),
                       [](const Value& v) { return std::holds_alternative<T>(v); });
  };
  if (values.empty()) return 1;
  return all(static_cast<double*>(nullptr)) ? 3 : all(static_cast<bool*>(nullptr)) ? 2 : 1;
}

Message plugin_data(int field, const Message& data) {
  Message out;
  out.integer(1, 0);  // the version of the plugin's data
  return out.message(field, data);
}

}  // namespace

Events::Events() {
  Message event;
  event.real(1, 0).text(3, "brain.Event:2");
  bytes_ = record(event.bytes());
}

void Events::add(int64_t step, const Message& value) {
  Message summary, event;
  summary.message(1, value);
  event.real(1, static_cast<double>(step)).integer(2, step).message(5, summary);
  bytes_ += record(event.bytes());
}

void Events::scalar(const std::string& tag, int64_t step, double value) {
  Message out;
  add(step, out.text(1, tag).single(2, static_cast<float>(value)));
}

Buckets buckets_of(const Reading& reading) {
  const Distribution& d = reading.distribution;
  const auto count = static_cast<double>(d.count);
  Buckets out;
  const auto bucket = [&](double limit, double share) {
    if (!out.limits.empty() && limit <= out.limits.back()) {
      out.counts.back() += share * count;
      return;
    }
    out.limits.push_back(limit);
    out.counts.push_back(share * count);
  };
  const Silhouette& s = reading.silhouette;
  if (s.at.size() < 2) {
    bucket(d.quantiles.front(), 0);
    for (size_t k = 1; k < d.quantiles.size(); ++k)
      bucket(d.quantiles[k], Distribution::kShares[k] - Distribution::kShares[k - 1]);
    return out;
  }
  // A silhouette goes from the 1st to the 99th percentile.
  double sum = 0;
  for (const double density : s.density) sum += density;
  const double half = (s.at[1] - s.at[0]) / 2;
  bucket(d.quantiles.front(), 0);
  bucket(std::max(s.at[0] - half, d.quantiles.front()), 0.01);
  for (size_t i = 0; i < s.at.size(); ++i) bucket(s.at[i] + half, 0.98 * s.density[i] / sum);
  bucket(std::max(d.quantiles.back(), out.limits.back()), 0.01);
  return out;
}

void Events::histogram(const std::string& tag, int64_t step, const Reading& reading) {
  const Distribution& d = reading.distribution;
  if (d.count == 0 || !std::isfinite(d.norm)) return;
  const Buckets buckets = buckets_of(reading);
  const auto count = static_cast<double>(d.count);
  Message histo, out;
  histo.real(1, d.quantiles.front())
      .real(2, d.quantiles.back())
      .real(3, count)
      .real(4, d.mean * count)
      .real(5, d.norm * d.norm)
      .reals(6, buckets.limits)
      .reals(7, buckets.counts);
  add(step, out.text(1, tag).message(5, histo));
}

void Events::image(const std::string& tag, int64_t step, std::string_view png) {
  Message image, out;
  image.integer(1, number_at(png, 20))
      .integer(2, number_at(png, 16))
      .integer(3, colour_space(png))
      .text(4, png);
  add(step, out.text(1, tag).message(4, image));
}

void Events::hyper_parameters(const std::string& tag, const Message& data) {
  Message plugin, metadata, out;
  plugin.text(1, "hparams").text(2, data.bytes());
  metadata.message(1, plugin);
  add(0, out.text(1, tag).message(9, metadata));
}

Message experiment(const std::string& description, const std::vector<HyperParameter>& axes,
                   const std::vector<std::string>& metrics) {
  Message out;
  out.text(1, description);
  for (const HyperParameter& axis : axes) {
    Message info, domain;
    for (const Value& value : axis.values) domain.message(1, value_message(value));
    info.text(1, axis.name).integer(4, type_of(axis.values)).message(5, domain);
    out.message(4, info);
  }
  for (const std::string& metric : metrics) {
    Message name, info;
    name.text(2, metric);
    out.message(5, info.message(1, name));
  }
  return plugin_data(2, out);
}

Message session_start(const std::vector<std::pair<std::string, Value>>& values,
                      const std::string& group) {
  Message out;
  for (const auto& [name, value] : values) {
    Message entry;
    out.message(1, entry.text(1, name).message(2, value_message(value)));
  }
  return plugin_data(3, out.text(4, group).real(5, 0));
}

Message session_end(bool failed, double seconds) {
  Message out;
  return plugin_data(4, out.integer(1, failed ? 2 : 1).real(2, seconds));
}

}  // namespace gradus::tensorboard
