#include "study/record.hpp"

#include "study/toml_text.hpp"

namespace gradus::study {
namespace {

constexpr std::string_view kHead = "\n[record]\n";

void add_list(std::string& out, const char* key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out += std::string(key) + " = [";
  for (size_t i = 0; i < texts.size(); ++i) out += (i > 0 ? ", " : "") + quote(texts[i]);
  out += "]\n";
}

void read(const Node& record, std::string_view key, std::string& out) {
  if (const Node* node = record.find(key); node && node->is_string()) out = node->joined();
}

void read(const Node& record, std::string_view key, std::vector<std::string>& out) {
  const Node* node = record.find(key);
  if (!node || !node->is_list()) return;
  for (const Node& item : node->items)
    if (item.is_string()) out.push_back(item.joined());
}

}  // namespace

std::string record_toml(const Record& record) {
  std::string out = std::string(kHead) + "version = " + quote(record.version) + "\n";
  if (record.quick) out += "quick = true\n";
  add_list(out, "set", record.set);
  if (record.seeds) out += "seeds = " + std::to_string(*record.seeds) + "\n";
  if (!record.beside.empty()) out += "beside = " + quote(record.beside) + "\n";
  add_list(out, "notes", record.notes);
  add_list(out, "sources", record.sources);
  if (!record.sha256.empty()) out += "\n[record.sha256]\n";
  for (const auto& [name, sum] : record.sha256) out += quote(name) + " = " + quote(sum) + "\n";
  return out;
}

std::string plan_of(std::string_view recorded) {
  return std::string(recorded.substr(0, recorded.find(kHead)));
}

Record read_record(std::string_view recorded, const std::string& place) {
  Record out;
  const Node root = parse_toml(recorded, Context{place});
  const Node* record = root.find("record");
  if (!record || !record->is_table()) return out;
  read(*record, "version", out.version);
  if (const Node* quick = record->find("quick"))
    out.quick = quick->is(Node::Type::kBool) && quick->boolean;
  read(*record, "set", out.set);
  if (const Node* seeds = record->find("seeds"); seeds && seeds->is(Node::Type::kInteger))
    out.seeds = seeds->integer;
  read(*record, "beside", out.beside);
  read(*record, "notes", out.notes);
  read(*record, "sources", out.sources);
  if (const Node* sums = record->find("sha256"); sums && sums->is_table())
    for (size_t i = 0; i < sums->keys.size(); ++i)
      if (sums->items[i].is_string())
        out.sha256.emplace_back(sums->keys[i].name, sums->items[i].joined());
  return out;
}

}  // namespace gradus::study
