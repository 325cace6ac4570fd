#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gradus/report/figure.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus {

/// Predictions of one trained network over the plane of its two inputs, for figures of kind `mesh`.
struct MeshProbe {
  size_t variant = 0;  ///< the trial's, an index into Study::variants
  uint64_t seed = 0;
  figure::Mesh mesh;                  ///< nx is 0 where only the boundary is asked for
  figure::Points points;              ///< the samples over it
  std::optional<size_t> figure = {};  ///< an index into Study::figures; none: for all
  std::vector<std::vector<std::array<double, 2>>> boundary = {};  ///< lines; of figures that show
                                                                  ///< its spread
};

/// Predictions of one trained network along its input, for figures of kind `fit`.
struct FitProbe {
  size_t variant = 0;
  uint64_t seed = 0;
  std::vector<double> x, target, prediction;
  std::optional<size_t> figure = {};
};

/// Samples of one trial with their labels, for figures of kind `images`, or pictures of its
/// network, for `filters` and `feature_maps`.
struct ImagesProbe {
  size_t variant = 0;
  uint64_t seed = 0;
  std::vector<figure::Image> images;
  std::optional<size_t> figure = {};
  std::string note = {};  ///< what they are, of pictures that a network made
};

/// What the networks of one variant took each class for, for figures of kind `confusion_matrix`.
struct ConfusionProbe {
  size_t variant = 0;
  std::vector<int64_t> counts;       ///< [true * classes + predicted]
  std::vector<std::string> classes;  ///< their names
  size_t networks = 0;               ///< summed over
  int64_t unpredicted = 0;           ///< predictions that are no number, counted nowhere else
  std::optional<size_t> figure = {};
};

/// What trained networks were asked for figures before they went.
struct Probes {
  std::vector<MeshProbe> meshes;
  std::vector<FitProbe> fits;
  std::vector<ImagesProbe> images = {};
  std::vector<ConfusionProbe> confusions = {};
};

/// The seed whose network (or samples) a figure of kind `mesh`, `fit` or `images` shows: its own,
/// or the first of the study's, or of the refits' where it shows those.
[[nodiscard]] uint64_t probe_seed(const study::Study& study, const study::FigureSpec& spec);

/// The names of the files of the study's figures, in its order.
[[nodiscard]] std::vector<std::string> figure_names(const study::Study& study);

/// The figures that a study asks for, in its order, of every kind of the language.
///
/// Lines over epochs: the median over seeds and folds, with a band from the 10th to the 90th
/// percentile (smallest to largest below 5 trials). A trial that has ended counts with its last
/// value, and a line ends where half of its trials have ended, since beyond that the median would
/// only repeat what was. Trials that diverged are left out and counted under the panel's title.
[[nodiscard]] std::vector<Figure> study_figures(const study::Study& study,
                                                const study::Results& results,
                                                const Probes& probes);

}  // namespace gradus
