#pragma once

#include <string>

#include "gradus/base/error.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// A mistake that shows only where the data, network and training of a variant meet. By itself it
/// names the file, the key and the variant; located() finds the line.
class VariantError : public Error {
 public:
  VariantError(const Study& study, const Variant& variant, std::string path, std::string what,
               std::string mend);

  [[nodiscard]] const VariantKey& key() const { return key_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  VariantKey key_;
  std::string path_;
};

/// A mistake in a section of a variant's plan: "data", "model" or "train". What it names as
/// "[NAME]" may be one of the layers or transforms.
[[nodiscard]] VariantError misfit(const Study& study, const Variant& variant,
                                  const std::string& section, const Error& mistake);

}  // namespace gradus::study
