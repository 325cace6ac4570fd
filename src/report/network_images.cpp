#include "report/network_images.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "gradus/base/error.hpp"
#include "gradus/nn/confusion_matrix.hpp"
#include "gradus/train/instruments.hpp"
#include "report/figure_images.hpp"
#include "report/figure_ticks.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

// A kernel as [rows, columns, channels, filters].
struct Kernel {
  std::string layer;
  int64_t rows = 0, columns = 0, channels = 0, filters = 0;
};

std::optional<Kernel> kernel_of(const Summary& summary, const Summary::Row& row, bool sees_input) {
  for (const auto& [name, shape] : row.weights) {
    if (name != "kernel") continue;
    if (shape.size() > 0 && shape.rank() == 4)
      return Kernel{row.name, shape[0], shape[1], shape[2], shape[3]};
    // A dense layer over an image: its rows are the image's places.
    const Shape& in = summary.input;
    if (sees_input && shape.rank() == 2 && in.rank() == 3 && shape[0] == in.size())
      return Kernel{row.name, in[0], in[1], in[2], shape[1]};
  }
  return std::nullopt;
}

std::vector<Kernel> kernels_of(const Model& model) {
  std::vector<Kernel> out;
  bool sees_input = true;
  for (const Summary::Row& row : model.summary().rows) {
    if (auto kernel = kernel_of(model.summary(), row, sees_input)) out.push_back(*kernel);
    sees_input = sees_input && row.weights.empty();
  }
  return out;
}

std::string names_of(const std::vector<Kernel>& kernels) {
  std::string names;
  for (const Kernel& kernel : kernels) names += (names.empty() ? "" : ", ") + kernel.layer;
  return names;
}

const Summary::Row& layer_row(const Model& model, const std::string& layer) {
  std::string images;
  for (const Summary::Row& row : model.summary().rows) {
    const bool shown =
        layer.empty()
            ? std::any_of(row.weights.begin(), row.weights.end(),
                          [](const auto& w) { return w.first == "kernel" && w.second.rank() == 4; })
            : row.name == layer;
    if (shown && row.output.rank() == 3) return row;
    if (row.output.rank() == 3) images += (images.empty() ? "" : ", ") + row.name;
  }
  throw Error("figure feature_maps",
              layer.empty() ? "the network has no convolution"
                            : fmt::format("no layer \"{}\" puts out images", layer),
              images.empty() ? "remove the figure" : "name one of " + images);
}

Kernel kernel_shown(const Model& model, const std::string& layer) {
  const std::vector<Kernel> kernels = kernels_of(model);
  const auto at = layer.empty() ? kernels.begin()
                                : std::find_if(kernels.begin(), kernels.end(),
                                               [&](const Kernel& k) { return k.layer == layer; });
  if (at == kernels.end())
    throw Error("figure filters",
                layer.empty() ? "the network has neither a convolution nor a dense layer that sees "
                                "an image"
                              : fmt::format("layer \"{}\" has no filters that are images", layer),
                kernels.empty() ? "remove the figure" : "name one of " + names_of(kernels));
  return *at;
}

std::string first_of(size_t shown, size_t all) {
  return shown < all ? fmt::format(" The first {} of {}.", shown, all) : "";
}

}  // namespace

void check_filters(const Model& model, const std::string& layer) {
  (void)kernel_shown(model, layer);
}

void check_feature_maps(const Model& model, const data::Dataset& samples, int64_t sample,
                        const std::string& layer) {
  if (sample < 0 || sample >= samples.rows())
    throw Error("figure feature_maps",
                fmt::format("no sample {}: there are {}", sample, samples.rows()),
                "give one from 0");
  (void)layer_row(model, layer);
}

NetworkImages filter_images(const Model& model, const std::string& layer) {
  const Kernel k = kernel_shown(model, layer);
  const Tensor weights = model.weights(k.layer + "/kernel");
  const auto weight = [&](int64_t r, int64_t c, int64_t channel, int64_t filter) {
    return static_cast<double>(
        weights.data()[((r * k.columns + c) * k.channels + channel) * k.filters + filter]);
  };
  NetworkImages out;
  const bool colours = k.channels == 3;
  const int64_t each = colours ? 1 : k.channels, all = k.filters * each;
  const int64_t shown = std::min<int64_t>(all, kMostImages);
  double largest = 0;
  for (int64_t i = 0; i < shown; ++i)
    for (int64_t channel = 0; channel < k.channels; ++channel)
      for (int64_t r = 0; (colours || channel == i % each) && r < k.rows; ++r)
        for (int64_t c = 0; c < k.columns; ++c)
          largest = std::max(largest, std::abs(weight(r, c, channel, i / each)));
  const double scale = largest > 0 ? largest : 1;
  for (int64_t i = 0; i < shown; ++i) {
    figure::Image image;
    image.height = static_cast<size_t>(k.rows);
    image.width = static_cast<size_t>(k.columns);
    image.channels = 3;
    image.label = each == 1 ? std::to_string(i + 1)
                            : fmt::format("{}, channel {}", i / each + 1, i % each + 1);
    for (int64_t r = 0; r < k.rows; ++r)
      for (int64_t c = 0; c < k.columns; ++c)
        for (size_t rgb = 0; rgb < 3; ++rgb) {
          const auto channel = colours ? static_cast<int64_t>(rgb) : i % each;
          const double w = weight(r, c, channel, i / each) / scale;
          if (colours || rgb == 0) image.values.push_back(weight(r, c, channel, i / each));
          image.pixels.push_back(colours ? static_cast<uint8_t>((w + 1) / 2 * 255 + 0.5)
                                         : style::weight_colour(w)[rgb]);
        }
    out.images.push_back(std::move(image));
  }
  out.note = fmt::format("Filters of {}: {}; the strongest weight is {} from 0.", k.layer,
                         colours ? "weights as red, green and blue, grey 0"
                                 : "blue above 0, white 0, orange below",
                         number_text(largest, 3)) +
             first_of(out.images.size(), static_cast<size_t>(all));
  return out;
}

NetworkImages feature_map_images(const Model& model, const data::Dataset& samples, int64_t sample,
                                 const std::string& layer) {
  check_feature_maps(model, samples, sample, layer);
  const Summary::Row& row = layer_row(model, layer);
  const data::Dataset one = samples.select({static_cast<uint32_t>(sample)});
  InstrumentOptions options;
  options.samples = 0;
  options.layers = {row.name};
  options.values = true;
  options.threads = 1;
  const std::vector<double> values = Instruments(model).activations(one, options).front().values;
  NetworkImages out;
  if (data::has_images(one)) {
    out.images = first_images(one, 1);
    out.images[0].label = "the sample";
  }
  const Shape& shape = row.output;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  for (int64_t c = 0; c < std::min<int64_t>(shape[2], kMostImages); ++c) {
    figure::Image image;
    image.height = static_cast<size_t>(shape[0]);
    image.width = static_cast<size_t>(shape[1]);
    image.label = std::to_string(c + 1);
    for (int64_t place = 0; place < shape[0] * shape[1]; ++place) {
      const double v = values[static_cast<size_t>(place * shape[2] + c)];
      image.values.push_back(v);
      const double share = *high > *low ? (v - *low) / (*high - *low) : 0;
      image.pixels.push_back(std::isfinite(share) ? static_cast<uint8_t>(share * 255 + 0.5) : 0);
    }
    out.images.push_back(std::move(image));
  }
  out.note = fmt::format("What {} makes of sample {}: from {}, black, to {}, white.", row.name,
                         sample, number_text(*low, 3), number_text(*high, 3)) +
             first_of(static_cast<size_t>(std::min<int64_t>(shape[2], kMostImages)),
                      static_cast<size_t>(shape[2]));
  return out;
}

NetworkImages predicted_images(const Model& model, const data::Dataset& samples, int64_t count,
                               bool wrong) {
  if (!samples.has_classes())
    throw Error("figure images", "predictions need class labels, and the targets are numbers",
                "show the samples without predictions");
  const data::Dataset asked = wrong ? samples : samples.first(count);
  const Tensor out = model.predict(asked, 1);
  std::vector<uint32_t> rows;
  std::vector<int32_t> taken;
  NetworkImages result;
  size_t all = 0;
  for (int64_t r = 0; r < asked.rows(); ++r) {
    const int32_t found = predicted_class(std::span<const float>(out.row(r)));
    if (wrong && found == asked.label(r)) continue;
    ++all;
    if (static_cast<int64_t>(rows.size()) >= count) continue;
    rows.push_back(static_cast<uint32_t>(r));
    taken.push_back(found);
  }
  const data::Dataset shown = asked.select(rows);
  result.note = wrong ? all == 0 ? fmt::format("None of {} samples is taken for another class.",
                                               samples.rows())
                                 : fmt::format(
                                       "The first {} of the {} samples, of {}, that are "
                                       "taken for another class than theirs.",
                                       rows.size(), all, samples.rows())
                      : fmt::format(
                            "The first {} of {} samples with their labels; framed: taken "
                            "for another class.",
                            rows.size(), samples.rows());
  if (rows.empty()) return result;
  result.images = first_images(shown, count);
  const std::vector<std::string>& names = samples.body().class_names;
  for (size_t i = 0; i < result.images.size(); ++i) {
    if (taken[i] == shown.label(static_cast<int64_t>(i))) continue;
    const bool named = taken[i] >= 0 && static_cast<size_t>(taken[i]) < names.size();
    result.images[i].marked = true;
    result.images[i].label +=
        fmt::format(", taken for {}", taken[i] < 0 ? "nothing"
                                      : named      ? names[static_cast<size_t>(taken[i])]
                                                   : std::to_string(taken[i]));
  }
  return result;
}

Figure grouped_images(std::vector<std::pair<std::string, NetworkImages>> groups) {
  size_t most = 0;
  for (const auto& [name, group] : groups) most = std::max(most, group.images.size());
  Figure figure;
  if (groups.size() == 1) {
    figure = image_grid(std::move(groups[0].second.images));
    if (!figure.panels.empty()) figure.panels[0].title = groups[0].first;
  } else {
    figure.columns = std::clamp<size_t>(most, 1, 10);
    for (auto& [name, group] : groups) {
      const size_t first = figure.panels.size();
      for (figure::Image& image : group.images)
        figure.panels.emplace_back().image = std::move(image);
      if (group.images.empty()) figure.panels.emplace_back();  // "no data"
      figure.panels[first].title = name;
      while (figure.panels.size() % figure.columns > 0) figure.panels.emplace_back().blank = true;
    }
  }
  if (figure.panels.empty()) figure.panels.emplace_back();
  figure.width = figure.columns <= 5 ? 140 : figure.columns <= 8 ? 96 : 76;
  return figure;
}

}  // namespace gradus
