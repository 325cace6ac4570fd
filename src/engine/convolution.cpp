#include "engine/convolution.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace gradus::engine {
namespace {

// One tap along one axis: its number and the index that it reads.
struct Read {
  int64_t tap, at;
};
using Reads = std::vector<Read>;

// What each index along an axis reads, taps ascending.
struct Axis {
  std::vector<Reads> reads;
};

struct AxisWindow {
  int64_t in, out, taps, stride, dilation, before;
};

Axis forward_axis(const AxisWindow& w) {
  Axis axis;
  for (int64_t o = 0; o < w.out; ++o) {
    Reads& reads = axis.reads.emplace_back();
    for (int64_t t = 0; t < w.taps; ++t) {
      const int64_t at = o * w.stride - w.before + t * w.dilation;
      if (at >= 0 && at < w.in) reads.push_back({t, at});
    }
  }
  return axis;
}

Axis backward_axis(const AxisWindow& w) {
  Axis axis;
  axis.reads.resize(static_cast<size_t>(w.in));
  const Axis forward = forward_axis(w);
  for (int64_t t = 0; t < w.taps; ++t) {
    for (int64_t o = 0; o < w.out; ++o) {
      for (const Read& read : forward.reads[static_cast<size_t>(o)])
        if (read.tap == t) axis.reads[static_cast<size_t>(read.at)].push_back({t, o});
    }
  }
  return axis;
}

int64_t lowest(const Reads& reads) {
  int64_t low = reads.empty() ? 0 : reads[0].at;
  for (const Read& read : reads) low = std::min(low, read.at);
  return low;
}

// Indices with the same taps at the same distances from the lowest that they read.
using Kind = std::vector<std::pair<int64_t, int64_t>>;
std::map<Kind, std::vector<int64_t>> kinds_of(const Axis& axis) {
  std::map<Kind, std::vector<int64_t>> kinds;
  for (size_t i = 0; i < axis.reads.size(); ++i) {
    Kind kind;
    for (const Read& read : axis.reads[i])
      kind.emplace_back(read.tap, read.at - lowest(axis.reads[i]));
    kinds[kind].push_back(static_cast<int64_t>(i));
  }
  return kinds;
}

size_t u(int64_t v) {
  return static_cast<size_t>(v);
}

// Sizes of one direction: what is read has `width` columns of `channels`, what is written
// `out_width` of `outputs`; a tap's weights lie `tap_size` behind those of the tap before.
struct Direction {
  int64_t width, channels, out_width, outputs, kernel_width, tap_size;
  bool join;  // taps that are neighbours in a row of the kernel and of the image become one
};

ConvPath path_of(const Axis& rows, const Axis& columns, const Direction& d) {
  ConvPath path;
  const auto row_kinds = kinds_of(rows), column_kinds = kinds_of(columns);
  for (const auto& [row_kind, row_members] : row_kinds) {
    for (const auto& [column_kind, column_members] : column_kinds) {
      cpu::ConvClass c{path.positions.size(), 0, path.taps.size(), 0, u(d.channels)};
      for (const int64_t y : row_members) {
        for (const int64_t x : column_members) {
          const int64_t from_y = lowest(rows.reads[u(y)]), from_x = lowest(columns.reads[u(x)]);
          path.positions.push_back(
              {u((from_y * d.width + from_x) * d.channels), u((y * d.out_width + x) * d.outputs)});
        }
      }
      const bool joined = d.join && !column_kind.empty();
      if (joined) c.length = u(d.channels) * column_kind.size();
      for (const auto& [ty, dy] : row_kind) {
        for (size_t i = 0; i < (joined ? 1 : column_kind.size()); ++i) {
          const auto& [tx, dx] = column_kind[i];
          path.taps.push_back(
              {u((dy * d.width + dx) * d.channels), u((ty * d.kernel_width + tx) * d.tap_size)});
        }
      }
      c.positions = path.positions.size() - c.first_position;
      c.taps = path.taps.size() - c.first_tap;
      path.classes.push_back(c);
    }
  }
  return path;
}

// The outputs o of an axis for which tap t lies inside: first, and how many.
std::pair<int64_t, int64_t> reach(const AxisWindow& w, int64_t t) {
  int64_t first = 0, end = w.out;
  while (first < end && first * w.stride - w.before + t * w.dilation < 0) ++first;
  while (end > first && (end - 1) * w.stride - w.before + t * w.dilation >= w.in) --end;
  return {first, end - first};
}

struct Sizes {
  int64_t channels, filters;
  AxisWindow y, x;
};

using Reach = std::pair<int64_t, int64_t>;

// Taps of a kernel that go over the same lines of the output; of its columns each has its own, and
// all have the common ones.
struct TapGroup {
  Reach lines, common;
  std::vector<std::pair<int64_t, int64_t>> taps;  // (y, x)
};

// Taps whose columns have nothing in common with the others' are groups by themselves.
std::vector<TapGroup> tap_groups(const Sizes& s) {
  Reach common{0, s.x.out};
  for (int64_t tx = 0; tx < s.x.taps; ++tx) {
    const Reach r = reach(s.x, tx);
    const int64_t first = std::max(common.first, r.first);
    common = {first, std::min(common.first + common.second, r.first + r.second) - first};
  }
  const bool together = common.second > 0;
  std::map<std::pair<Reach, Reach>, TapGroup> groups;
  for (int64_t ty = 0; ty < s.y.taps; ++ty) {
    for (int64_t tx = 0; tx < s.x.taps; ++tx) {
      const Reach lines = reach(s.y, ty), columns = together ? common : reach(s.x, tx);
      TapGroup& group = groups[{lines, columns}];
      group.lines = lines;
      group.common = columns;
      group.taps.emplace_back(ty, tx);
    }
  }
  std::vector<TapGroup> all;
  for (auto& [key, group] : groups) all.push_back(std::move(group));
  return all;
}

// Rows of neighbouring taps of one channel follow each other: what one of them reads, the next
// reads a column later.
void add_parts(const Sizes& s, ConvGeometry& geometry) {
  for (const TapGroup& group : tap_groups(s)) {
    const auto& [lines, common, taps] = group;
    const int64_t y0 = lines.first * s.y.stride, x0 = common.first * s.x.stride;
    cpu::ConvPart part{};
    part.first_row = geometry.rows.size();
    // Counted so that no offset is negative: the first tap's place stands in the part, the rest in
    // its rows.
    const auto source = [&](const std::pair<int64_t, int64_t>& tap) {
      return ((y0 - s.y.before + tap.first * s.y.dilation) * s.x.in + x0 - s.x.before +
              tap.second * s.x.dilation) *
             s.channels;
    };
    const bool empty = lines.second == 0 || common.second == 0;
    if (!empty) {
      part.height = u(lines.second);
      part.width = u(common.second);
      part.x = u(source(taps[0]));
      part.line = u(lines.first);
      part.column = u(common.first);
    }
    part.x_row = u(s.y.stride * s.x.in * s.channels);
    part.x_column = u(s.x.stride * s.channels);
    for (size_t first = 0, end = 0; first < taps.size(); first = end) {
      while (end < taps.size() && taps[end].first == taps[first].first) ++end;
      for (int64_t c = 0; c < s.channels; ++c) {
        for (size_t t = first; t < end; ++t) {
          const auto& [ty, tx] = taps[t];
          cpu::ConvRow row{};
          row.w = u(((ty * s.x.taps + tx) * s.channels + c) * s.filters);
          if (!empty) {
            const Reach own = reach(s.x, tx);
            row.x = u(source(taps[t]) - source(taps[0]) + c);
            row.before = u(common.first - own.first);
            row.after = u(own.first + own.second - common.first - common.second);
          }
          part.before = std::max(part.before, row.before);
          part.after = std::max(part.after, row.after);
          geometry.rows.push_back(row);
        }
      }
    }
    part.rows = geometry.rows.size() - part.first_row;
    geometry.parts.push_back(part);
  }
}

Sizes sizes_of(const Shape& in, const Shape& out, const Window& w) {
  return {in[2],
          out[2],
          {in[0], out[0], w.height, w.stride_y, w.dilation_y, w.top},
          {in[1], out[1], w.width, w.stride_x, w.dilation_x, w.left}};
}

}  // namespace

ConvGeometry conv_geometry(const Shape& in, const Shape& out, const Window& window) {
  const Sizes s = sizes_of(in, out, window);
  ConvGeometry geometry;
  geometry.forward = path_of(forward_axis(s.y), forward_axis(s.x),
                             {s.x.in, s.channels, s.x.out, s.filters, s.x.taps,
                              s.channels * s.filters, window.dilation_x == 1});
  geometry.backward =
      path_of(backward_axis(s.y), backward_axis(s.x),
              {s.x.out, s.filters, s.x.in, s.channels, s.x.taps, s.channels * s.filters, false});
  add_parts(s, geometry);
  return geometry;
}

size_t gradient_scratch(const ConvGeometry& geometry, const Shape& out) {
  constexpr size_t kMostOutputs = 6, kMostRows = 9;
  return kMostOutputs * std::max(geometry.rows.size(), kMostRows) +
         std::max(cpu::kConvBlock, u(out[1]) * kMostOutputs);
}

double conv_work(const Shape& in, const Shape& out, const Window& window) {
  const Sizes s = sizes_of(in, out, window);
  double rows = 0, columns = 0;
  for (int64_t t = 0; t < s.y.taps; ++t) rows += static_cast<double>(reach(s.y, t).second);
  for (int64_t t = 0; t < s.x.taps; ++t) columns += static_cast<double>(reach(s.x, t).second);
  return rows * columns * static_cast<double>(s.channels * s.filters);
}

}  // namespace gradus::engine
