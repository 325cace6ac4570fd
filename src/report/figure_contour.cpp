#include "report/figure_contour.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace gradus {
namespace {

// The mesh within a border of nodes below every level, so that all contours close.
class Grid {
 public:
  Grid(const figure::Mesh& mesh, double level)
      : mesh_(mesh), level_(level), width_(mesh.nx + 2), height_(mesh.ny + 2) {
    inside_.resize(width_ * height_);
    for (size_t j = 0; j < mesh.ny; ++j)
      for (size_t i = 0; i < mesh.nx; ++i)
        inside_[(j + 1) * width_ + i + 1] = mesh.z[j * mesh.nx + i] >= level;
  }

  [[nodiscard]] size_t width() const { return width_; }
  [[nodiscard]] size_t height() const { return height_; }
  [[nodiscard]] bool inside(size_t i, size_t j) const { return inside_[j * width_ + i] != 0; }
  [[nodiscard]] bool centre_inside(size_t i, size_t j) const {
    double sum = 0;
    for (size_t dj = 0; dj < 2; ++dj)
      for (size_t di = 0; di < 2; ++di)
        if (real(i + di, j + dj))
          sum += value(i + di, j + dj);
        else
          return false;
    return sum / 4 >= level_;
  }
  // An edge is its lower left node, and whether it goes up rather than right.
  [[nodiscard]] size_t edge(size_t i, size_t j, bool up) const { return (j * width_ + i) * 2 + up; }
  [[nodiscard]] size_t edges() const { return width_ * height_ * 2; }
  [[nodiscard]] bool on_border(size_t e) const {
    const auto [i, j, up] = parts(e);
    return !real(i, j) || !real(i + !up, j + up);
  }
  // Where the level crosses an edge. Towards the border, and towards NaN, it crosses at the node.
  [[nodiscard]] std::array<double, 2> crossing(size_t e) const {
    const auto [i, j, up] = parts(e);
    const size_t i2 = i + !up, j2 = j + up;
    double share = inside(i, j) ? 0 : 1;
    if (real(i, j) && real(i2, j2)) {
      const double a = value(i, j), b = value(i2, j2);
      const double t = (level_ - a) / (b - a);
      if (std::isfinite(t)) share = std::clamp(t, 0.0, 1.0);
    }
    const auto along = [](double low, double high, double at, size_t n) {
      return n < 2 ? low : low + (high - low) * (at - 1) / static_cast<double>(n - 1);
    };
    return {along(mesh_.x0, mesh_.x1, static_cast<double>(i) + (up ? 0 : share), mesh_.nx),
            along(mesh_.y0, mesh_.y1, static_cast<double>(j) + (up ? share : 0), mesh_.ny)};
  }

 private:
  struct Parts {
    size_t i, j;
    bool up;
  };
  [[nodiscard]] Parts parts(size_t e) const { return {e / 2 % width_, e / 2 / width_, e % 2 == 1}; }
  [[nodiscard]] bool real(size_t i, size_t j) const {
    return i > 0 && j > 0 && i + 1 < width_ && j + 1 < height_;
  }
  [[nodiscard]] double value(size_t i, size_t j) const {
    return mesh_.z[(j - 1) * mesh_.nx + i - 1];
  }

  const figure::Mesh& mesh_;
  double level_;
  size_t width_, height_;
  std::vector<uint8_t> inside_;
};

constexpr uint32_t kNone = UINT32_MAX;

// How the contour runs through a cell, from edge to edge with the region on its left, by the
// corners inside: 1 lower left, 2 lower right, 4 upper right, 8 upper left. Edges: 0 bottom, 1
// right, 2 top, 3 left. Of two opposite corners (5, 10), rows 16 and 17 join them through the
// middle.
struct Turn {
  int from, to;
};
constexpr Turn kNo{-1, -1};
constexpr std::array<std::array<Turn, 2>, 18> kTurns{{{kNo, kNo},
                                                      {{{0, 3}, kNo}},
                                                      {{{1, 0}, kNo}},
                                                      {{{1, 3}, kNo}},
                                                      {{{2, 1}, kNo}},
                                                      {{{0, 3}, {2, 1}}},
                                                      {{{2, 0}, kNo}},
                                                      {{{2, 3}, kNo}},
                                                      {{{3, 2}, kNo}},
                                                      {{{0, 2}, kNo}},
                                                      {{{1, 0}, {3, 2}}},
                                                      {{{1, 2}, kNo}},
                                                      {{{3, 1}, kNo}},
                                                      {{{0, 1}, kNo}},
                                                      {{{3, 0}, kNo}},
                                                      {kNo, kNo},
                                                      {{{0, 1}, {2, 3}}},
                                                      {{{1, 2}, {3, 0}}}}};

// For each crossed edge the edge at which the contour goes on.
std::vector<uint32_t> successors(const Grid& grid) {
  std::vector<uint32_t> next(grid.edges(), kNone);
  for (size_t j = 0; j + 1 < grid.height(); ++j) {
    for (size_t i = 0; i + 1 < grid.width(); ++i) {
      size_t corners = grid.inside(i, j) + 2 * grid.inside(i + 1, j) +
                       4 * grid.inside(i + 1, j + 1) + 8 * grid.inside(i, j + 1);
      if (corners == 0 || corners == 15) continue;
      if ((corners == 5 || corners == 10) && grid.centre_inside(i, j))
        corners = corners == 5 ? 16 : 17;
      const std::array<size_t, 4> edges{grid.edge(i, j, false), grid.edge(i + 1, j, true),
                                        grid.edge(i, j + 1, false), grid.edge(i, j, true)};
      for (const Turn turn : kTurns[corners])
        if (turn.from >= 0) next[edges[turn.from]] = static_cast<uint32_t>(edges[turn.to]);
    }
  }
  return next;
}

// Drops points that lie within a fifty-thousandth of the mesh's size of the line between their
// neighbours: far less than a pixel.
Path simplified(const Path& path, const figure::Mesh& mesh) {
  const double sx = mesh.x1 > mesh.x0 ? 1 / (mesh.x1 - mesh.x0) : 1;
  const double sy = mesh.y1 > mesh.y0 ? 1 / (mesh.y1 - mesh.y0) : 1;
  Path out;
  for (size_t k = 0; k < path.size(); ++k) {
    if (out.size() >= 2 || (out.size() == 1 && k + 1 < path.size())) {
      const auto& a = out.back();
      const auto& b = path[k];
      const double dx = (b[0] - a[0]) * sx, dy = (b[1] - a[1]) * sy;
      if (k + 1 < path.size()) {
        if (dx * dx + dy * dy < 1e-10) continue;
        const auto& c = path[k + 1];
        const double ex = (c[0] - a[0]) * sx, ey = (c[1] - a[1]) * sy;
        const double length = std::sqrt(ex * ex + ey * ey);
        const double ahead = dx * ex + dy * ey;
        if (length > 0 && ahead >= 0 && ahead <= length * length &&
            std::abs(dx * ey - dy * ex) < 2e-5 * length)
          continue;
      }
    }
    out.push_back(path[k]);
  }
  return out;
}

}  // namespace

Contour contour(const figure::Mesh& mesh, double level) {
  const Grid grid(mesh, level);
  std::vector<uint32_t> next = successors(grid);
  Contour result;
  for (size_t start = 0; start < next.size(); ++start) {
    if (next[start] == kNone) continue;
    std::vector<size_t> ring;
    for (size_t e = start; next[e] != kNone;) {
      ring.push_back(e);
      const size_t following = next[e];
      next[e] = kNone;
      e = following;
    }
    Path path;
    for (const size_t e : ring) path.push_back(grid.crossing(e));
    result.rings.push_back(simplified(path, mesh));
    // Lines: the runs of the ring off the border, started behind a border edge where there is one.
    const auto border = [&](size_t e) { return grid.on_border(e); };
    const auto first = std::find_if(ring.begin(), ring.end(), border);
    const bool closed = first == ring.end();
    if (!closed) std::rotate(ring.begin(), first, ring.end());
    Path line;
    const auto end_line = [&] {
      if (line.size() > 1) result.lines.push_back(simplified(line, mesh));
      line.clear();
    };
    for (const size_t e : ring) {
      if (grid.on_border(e))
        end_line();
      else
        line.push_back(grid.crossing(e));
    }
    if (closed) line.push_back(line.front());
    end_line();
  }
  return result;
}

Path joined(const std::vector<Path>& rings) {
  Path out;
  for (const Path& ring : rings) {
    if (ring.size() < 3) continue;
    out.insert(out.end(), ring.begin(), ring.end());
    out.push_back(ring.front());
    if (ring.front() != out.front()) out.push_back(out.front());
  }
  return out;
}

}  // namespace gradus
