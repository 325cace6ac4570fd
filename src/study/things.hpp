#pragma once

#include <set>
#include <string>
#include <vector>

#include "study/categories.hpp"
#include "study/context.hpp"

namespace gradus::study {

/// [model.defaults]: options for the layers that have them and do not give them.
struct LayerDefaults {
  const Node* table = nullptr;
  Path path{};
  std::set<std::string>* used = nullptr;      ///< options that some layer had
  std::set<std::string>* possible = nullptr;  ///< options of the layers here
};

// A thing from its string, phrase or table.
void read_thing(const Context& c, const Node& n, const Path& p, Activation& out);
void read_thing(const Context& c, const Node& n, const Path& p, Initializer& out);
void read_thing(const Context& c, const Node& n, const Path& p, Regularizer& out);
void read_thing(const Context& c, const Node& n, const Path& p, Constraint& out);
void read_thing(const Context& c, const Node& n, const Path& p, Loss& out);
void read_thing(const Context& c, const Node& n, const Path& p, Metric& out);
void read_thing(const Context& c, const Node& n, const Path& p, Schedule& out);
void read_thing(const Context& c, const Node& n, const Path& p, CyclicMode& out);
void read_thing(const Context& c, const Node& n, const Path& p, Optimizer& out);
void read_thing(const Context& c, const Node& n, const Path& p, CallbackSpec& out);
void read_thing(const Context& c, const Node& n, const Path& p, data::Source& out);
void read_thing(const Context& c, const Node& n, const Path& p, data::Transform& out);
void read_thing(const Context& c, const Node& n, const Path& p, data::Augment& out);
void read_thing(const Context& c, const Node& n, const Path& p, SchedulerThing& out);
void read_layer(const Context& c, const Node& n, const Path& p, const LayerDefaults& defaults,
                Layer& out);

/// The kind and name of a member of a list of things as written, for addressing: the first word,
/// and `name` where it is given; "" where a `$` stands there.
std::string written_kind(const Node& n);
std::string written_name(const Node& n);
/// Names of the members of a list as paths show them: the own name, or the kind, then kind_1 ...
std::vector<std::string> member_names(const std::vector<Node>& items);

}  // namespace gradus::study
