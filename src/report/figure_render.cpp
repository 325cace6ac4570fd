#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <numeric>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"
#include "gradus/report/figure.hpp"
#include "report/figure_csv.hpp"
#include "report/figure_layout.hpp"
#include "report/figure_regions.hpp"
#include "report/figure_svg.hpp"
#include "report/figure_text.hpp"
#include "report/gnuplot_process.hpp"
#include "report/gnuplot_script.hpp"
#include "report/gnuplot_terminal.hpp"

namespace gradus {
namespace fs = std::filesystem;
namespace {

// A folder for gnuplot's unfinished files, gone with this object.
class WorkFolder {
 public:
  explicit WorkFolder(const fs::path& beside) {
    std::string pattern = (beside / ".figures-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
      throw Error(beside.string(), "cannot make a folder for unfinished figures",
                  "choose a folder that you may write to");
    path_ = pattern;
  }
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void check(bool good, const Figure& figure, const char* what) {
  if (!good) throw Error("figure " + figure.name, what);
}

void check(const Figure& figure) {
  check(!figure.name.empty() &&
            figure.name.find_first_of(std::string("/\0", 2)) == std::string::npos &&
            figure.name[0] != '.',
        figure, "needs a name that can be a file's");
  check(!figure.panels.empty(), figure, "has no panels");
  for (const figure::Panel& panel : figure.panels) {
    for (const figure::Series& s : panel.series) {
      check(s.x.size() == s.y.size(), figure, "has a series with x and y of different lengths");
      check(s.low.size() == s.high.size() && (s.low.empty() || s.low.size() == s.x.size()), figure,
            "has a band that is not as long as its series");
    }
    for (const figure::Shape& s : panel.shapes)
      check(s.x.size() == s.y.size(), figure, "has a shape with x and y of different lengths");
    const figure::Points& points = panel.points;
    check(points.x.size() == points.y.size() && points.x.size() == points.label.size(), figure,
          "has points with x, y and label of different lengths");
    check(!panel.mesh ||
              (panel.mesh->nx > 1 && panel.mesh->ny > 1 &&
               panel.mesh->z.size() == panel.mesh->nx * panel.mesh->ny * grids_of(*panel.mesh)),
          figure, "has a mesh whose values are not nx times ny, at least 2 x 2");
    check(!panel.mesh || (panel.mesh->x1 > panel.mesh->x0 && panel.mesh->y1 > panel.mesh->y0),
          figure, "has a mesh without extent");
    check(!panel.image || ((panel.image->channels == 1 || panel.image->channels == 3) &&
                           panel.image->pixels.size() ==
                               panel.image->width * panel.image->height * panel.image->channels),
          figure, "has an image whose pixels are not width times height times 1 or 3 channels");
    check(!panel.image || panel.image->values.empty() ||
              panel.image->values.size() == panel.image->width * panel.image->height ||
              panel.image->values.size() == panel.image->pixels.size(),
          figure, "has an image with values that are neither one nor `channels` a pixel");
    for (const figure::Axis* axis : {&panel.x, &panel.y})
      check(!axis->range || ((*axis->range)[0] < (*axis->range)[1] &&
                             (axis->scale == figure::Scale::kLinear || (*axis->range)[0] > 0)),
            figure, "has an axis whose range is empty, or not positive on a logarithmic scale");
  }
}

const char* extension(Terminal terminal) {
  return terminal == Terminal::kSvg ? ".svg" : terminal == Terminal::kPng ? ".png" : ".pdf";
}

// One file to draw.
struct Job {
  size_t figure;
  Terminal terminal;
  fs::path target;
  double work;  // rough, to share the jobs out evenly
  [[nodiscard]] std::string file() const { return std::to_string(figure) + extension(terminal); }
};

// A rough measure: pixels cost cairo, points cost both.
double work_of(const Layout& layout, const FigureScript& script, Terminal terminal) {
  const double points = static_cast<double>(script.data.size());
  return terminal == Terminal::kSvg ? points : 2 * points + layout.width * layout.height;
}

std::string body_for(Terminal terminal, const FigureScript& script) {
  return terminal == Terminal::kSvg ? script.body : with_boxes(script.body);
}

std::string content_of(const fs::path& file, const Job& job) {
  std::ifstream in(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  const char* last = job.terminal == Terminal::kSvg   ? "</svg>"
                     : job.terminal == Terminal::kPng ? "IEND"
                                                      : "%%EOF";
  if (content.size() < 32 || content.find(last, content.size() - 32) == std::string::npos)
    throw Error(job.target.string(), "gnuplot left this picture unfinished",
                "is there space on the disk?");
  return content;
}

// The one thing in a PDF that tells when it was drawn.
void remove_date(std::string& pdf) {
  const std::string key = "/CreationDate (D:";
  for (size_t at = pdf.find(key); at != std::string::npos; at = pdf.find(key, at + 1))
    for (size_t i = at + key.size(); i < pdf.size() && pdf[i] >= '0' && pdf[i] <= '9'; ++i)
      pdf[i] = "20000101000000"[std::min<size_t>(i - at - key.size(), 13)];
}

void publish(const fs::path& work, const Job& job, const Figure& figure,
             const FigureScript& script) {
  std::string content = content_of(work / job.file(), job);
  if (job.terminal == Terminal::kSvg) content = finished_svg(content, figure, script.labels);
  if (job.terminal == Terminal::kPdf) remove_date(content);
  replace_file(job.target, content);
}

// Draws the jobs in at most `threads` processes, while `meanwhile` runs here.
template <class Meanwhile>
void draw(std::span<const Figure> figures, std::vector<Job> jobs, const fs::path& folder,
          int threads, Meanwhile&& meanwhile) {
  std::vector<Layout> layouts;
  std::vector<FigureScript> scripts;
  for (size_t f = 0; f < figures.size(); ++f) {
    layouts.push_back(lay_out(figures[f]));
    scripts.push_back(figure_script(figures[f], layouts[f], f));
  }
  for (Job& job : jobs) job.work = work_of(layouts[job.figure], scripts[job.figure], job.terminal);
  // The longest first, each to the process with the least to do.
  std::sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) {
    return a.work != b.work ? a.work > b.work : a.target < b.target;
  });
  const size_t count = std::min(jobs.size(), static_cast<size_t>(std::max(threads, 1)));
  std::vector<std::string> texts(count);
  std::vector<double> loads(count);
  std::vector<std::set<size_t>> known(count);
  for (const Job& job : jobs) {
    const size_t least = std::min_element(loads.begin(), loads.end()) - loads.begin();
    loads[least] += job.work;
    if (known[least].insert(job.figure).second) texts[least] += scripts[job.figure].data;
    texts[least] += "reset\n" + terminal_commands(job.terminal, layouts[job.figure], job.file()) +
                    body_for(job.terminal, scripts[job.figure]) + "set output\n";
  }
  const WorkFolder work(folder);
  std::vector<GnuplotProcess> processes;
  for (size_t k = 0; k < count; ++k)
    processes.emplace_back(work.path(), "script" + std::to_string(k), texts[k]);
  meanwhile();
  for (GnuplotProcess& process : processes) process.wait();
  for (const Job& job : jobs) publish(work.path(), job, figures[job.figure], scripts[job.figure]);
}

}  // namespace

void render_all(std::span<const Figure> figures, const fs::path& folder, int threads) {
  std::set<std::string> names;
  std::vector<Job> jobs;
  for (size_t f = 0; f < figures.size(); ++f) {
    const Figure& figure = figures[f];
    check(figure);
    check(names.insert(figure.name).second, figure, "is the name of two figures");
    for (const Terminal terminal : {Terminal::kSvg, Terminal::kPng, Terminal::kPdf})
      jobs.push_back({f, terminal, folder / (figure.name + extension(terminal)), 0});
  }
  if (figures.empty()) return;
  make_folder(folder);
  draw(figures, jobs, folder, threads, [&] {
    for (const Figure& figure : figures)
      replace_file(folder / (figure.name + ".csv"), figure_csv(figure));
  });
}

void render(const Figure& figure, const fs::path& folder) {
  render_all({&figure, 1}, folder, 2);
}

void Figure::save(const fs::path& file) const {
  Figure named = *this;
  if (named.name.empty()) named.name = "figure";
  check(named);
  for (const Terminal terminal : {Terminal::kSvg, Terminal::kPng, Terminal::kPdf}) {
    if (file.extension() != extension(terminal)) continue;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    make_folder(folder);
    draw({&named, 1}, {{0, terminal, file, 0}}, folder, 1, [] {});
    return;
  }
  throw Error(file.string(), "no picture has this extension", "use .svg, .png or .pdf");
}

}  // namespace gradus
