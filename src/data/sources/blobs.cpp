#include <string>

#include "data/draw.hpp"
#include "gradus/base/error.hpp"

namespace gradus::data {

// scikit-learn's make_blobs: equally many samples a centre, the first ones taking what is left
// over. The centres belong to both sets, so they come from the stream that both share.
Dataset draw(const sources::Blobs& source, int64_t n, const DrawStreams& streams) {
  if (source.centers > n)
    throw Error("blobs",
                std::to_string(source.centers) + " centers, but " + std::to_string(n) + " samples",
                "draw at least one sample a center");
  Random centre_stream = streams.shared();
  Random stream = streams.points();
  Points points;
  points.features = source.features;
  points.classes = static_cast<int32_t>(source.centers);
  std::vector<double> centre(static_cast<size_t>(source.features));
  for (int64_t c = 0; c < source.centers; ++c) {
    for (double& v : centre) v = centre_stream.uniform(-10, 10);
    const int64_t here = n / source.centers + (c < n % source.centers ? 1 : 0);
    for (int64_t i = 0; i < here; ++i) {
      for (double v : centre) points.values.push_back(v + source.cluster_std * stream.normal());
      points.labels.push_back(static_cast<int32_t>(c));
    }
  }
  return points.shuffled(streams.order());
}

}  // namespace gradus::data
