#include "train/model_json.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

using Json = nlohmann::ordered_json;

// Any value of an option struct, and any variant of such structs, to JSON and back. A struct is an
// object with its kind and its fields, all of them, so that a default that changes later changes no
// saved model.
template <class S>
concept Thing = requires { S::kKind; };

struct ToJson {
  template <class... S>
  static Json write(const std::variant<S...>& v) {
    return std::visit([](const auto& s) { return write(s); }, v);
  }
  static Json write(const LearningRate& rate) { return write(rate.schedule); }
  static Json write(const Length& length) { return Json::array({length.count, length.epochs}); }
  template <class E>
    requires std::is_enum_v<E>
  static Json write(E e) {
    return static_cast<int>(e);
  }
  template <class P>
    requires std::is_arithmetic_v<P>
  static Json write(P p) {
    return p;
  }
  static Json write(const std::string& s) { return s; }
  static Json write(const Shape& shape) { return shape.extents(); }
  static Json write(Size2D size) { return Json::array({size.rows, size.columns}); }
  template <class V>
  static Json write(const std::optional<V>& v) {
    return v ? write(*v) : Json(nullptr);
  }
  template <class V>
  static Json write(const std::vector<V>& values) {
    Json out = Json::array();
    for (const V& v : values) out.push_back(write(v));
    return out;
  }
  template <Thing S>
  static Json write(const S& s) {
    if (S::kKind == "custom")
      throw Error("save", "a part of the model is code of your own", "save its weights one by one");
    Json out = {};
    out["kind"] = std::string(S::kKind);
    S::fields(s, [&](const char* name, const auto& member, const Rule&) {
      put(out, name, write_member<std::decay_t<decltype(member)>>, &member);
    });
    if constexpr (requires { s.layer; }) write_layer(out, s.layer);
    return out;
  }
  // What many kinds need stands here once, by address where it depends on the type: compiled into
  // each kind, it takes more time than all the rest of this floor.
  template <class M>
  static Json write_member(const void* member) {
    return write(*static_cast<const M*>(member));
  }
  static void put(Json& out, const char* name, Json (*write_it)(const void*), const void* member) {
    out[name] = write_it(member);
  }
  static void write_layer(Json& out, const LayerOptions& layer) {
    out["name"] = layer.name;
    out["inputs"] = layer.inputs;
    out["repeat"] = layer.repeat;
  }
};

struct FromJson {
  template <class... S>
  static void read(const Json& in, std::variant<S...>& v) {
    const std::string kind = in.at("kind");
    void (*read_it)(const Json&, std::variant<S...>&) = nullptr;
    ((S::kKind == kind ? void(read_it = read_thing<S, std::variant<S...>>) : void()), ...);
    if (!read_it || kind == "custom") throw std::runtime_error("unknown kind " + kind);
    read_it(in, v);
  }
  static void read(const Json& in, LearningRate& rate) { read(in, rate.schedule); }
  static void read(const Json& in, Length& length) {
    length.count = in.at(0).get<int64_t>();
    length.epochs = in.at(1).get<bool>();
  }
  template <class E>
    requires std::is_enum_v<E>
  static void read(const Json& in, E& e) {
    e = static_cast<E>(in.get<int>());
  }
  template <class P>
    requires std::is_arithmetic_v<P>
  static void read(const Json& in, P& p) {
    p = in.get<P>();
  }
  static void read(const Json& in, std::string& s) { s = in.get<std::string>(); }
  static void read(const Json& in, Shape& shape) { shape = Shape(in.get<std::vector<int64_t>>()); }
  static void read(const Json& in, Size2D& size) {
    size = Size2D{in.at(0).get<int64_t>(), in.at(1).get<int64_t>()};
  }
  template <class V>
  static void read(const Json& in, std::optional<V>& v) {
    if (in.is_null()) {
      v.reset();
    } else {
      read(in, v.emplace());
    }
  }
  template <class V>
  static void read(const Json& in, std::vector<V>& values) {
    values.clear();
    for (const Json& item : in) {
      V v{};
      read(item, v);
      values.push_back(std::move(v));
    }
  }
  template <class S, class V>
  static void read_thing(const Json& in, V& v) {
    S& s = v.template emplace<S>();
    S::fields(s, [&](const char* name, auto& member, const Rule& rule) {
      take(in, name, rule, read_member<std::decay_t<decltype(member)>>, &member);
    });
    if constexpr (requires { s.layer; }) read_layer(in, s.layer);
  }
  template <class M>
  static void read_member(const Json& in, const char* name, const Rule& rule, void* at) {
    M& member = *static_cast<M*>(at);
    read(in, member);
    if constexpr (std::is_arithmetic_v<M>) {
      const double v = static_cast<double>(member);
      if (!(rule.open_low ? v > rule.low : v >= rule.low) ||
          !(rule.open_high ? v < rule.high : v <= rule.high))
        throw std::runtime_error(std::string(name) + " out of range");
    }
  }
  static void take(const Json& in, const char* name, const Rule& rule,
                   void (*read_it)(const Json&, const char*, const Rule&, void*), void* member) {
    read_it(in.at(name), name, rule, member);
  }
  static void read_layer(const Json& in, LayerOptions& layer) {
    read(in.at("name"), layer.name);
    read(in.at("inputs"), layer.inputs);
    read(in.at("repeat"), layer.repeat);
  }
};

}  // namespace

std::string describe_model(const Shape& input, const std::vector<Layer>& layers,
                           const CompileOptions& options) {
  Json out = {{"format", 1}};
  out["input"] = input.extents();
  out["layers"] = ToJson::write(layers);
  out["loss"] = ToJson::write(options.loss);
  out["optimizer"] = ToJson::write(options.optimizer);
  out["metrics"] = ToJson::write(options.metrics);
  out["float64"] = options.float64;
  return out.dump();
}

ModelDescription parse_model(const std::string& json, const std::string& place) {
  try {
    const Json in = Json::parse(json);
    if (in.at("format").get<int>() != 1) throw std::runtime_error("written by a later version");
    ModelDescription model;
    const std::vector<int64_t> extents = in.at("input").get<std::vector<int64_t>>();
    int64_t size = 1;
    for (const int64_t e : extents) {
      if (e < 1 || e > (int64_t{1} << 32) / size)
        throw std::runtime_error("input of an impossible shape");
      size *= e;
    }
    model.input = Shape(extents);
    FromJson::read(in.at("layers"), model.layers);
    FromJson::read(in.at("loss"), model.options.loss);
    FromJson::read(in.at("optimizer"), model.options.optimizer);
    FromJson::read(in.at("metrics"), model.options.metrics);
    FromJson::read(in.at("float64"), model.options.float64);
    return model;
  } catch (const std::exception& e) {
    throw Error(place, std::string("its description cannot be read (") + e.what() + ")",
                "give a file that Model::save wrote");
  }
}

}  // namespace gradus
