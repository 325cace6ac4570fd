#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus {

/// The study's own label of a metric, as it writes it, or of an axis; nothing where it gives none.
[[nodiscard]] std::optional<std::string> own_label(const study::Study& study,
                                                   std::string_view name);

/// What a metric or an axis is called in a picture: the study's own label, or its name in words
/// ("val_loss" is "validation loss").
[[nodiscard]] std::string name_label(const study::Study& study, std::string_view name);
/// The same for a query: "lowest validation loss", "loss after epoch 10".
[[nodiscard]] std::string metric_label(const study::Study& study, const study::MetricQuery& query);
/// A named variant by its name, a plain value behind its axis's: "learning rate 0.005".
[[nodiscard]] std::string value_label(const study::Study& study, std::string_view axis,
                                      const study::AxisValue& value);

/// Fills a title: `{axis}` is the value that the variants share (or their values, listed),
/// `{metric}` the median over the sound trials, in which `{epochs}` counts converged trials where
/// there is a target; "{epochs} epochs" without any reads "no trial converged". Other braces stay.
[[nodiscard]] std::string fill_title(const std::string& title, const study::Study& study,
                                     const std::vector<size_t>& variants,
                                     const std::vector<const study::Trial*>& trials);

/// Whether a trial of this variant may end as converged.
[[nodiscard]] bool has_until(const study::Study& study, size_t variant);

}  // namespace gradus
