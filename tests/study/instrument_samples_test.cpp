#include "study/instrument_samples.hpp"

#include <gtest/gtest.h>

#include "study_text.hpp"

namespace gradus::study {
namespace {

TEST(InstrumentSamples, MoreThanThereAreIsSaid) {
  const auto notes = [](const std::string& samples) {
    testing::Parts parts;
    parts.rest = "[[instrument]]\nkind = \"activations\"\n" + samples;
    Study study = testing::study_of(parts);
    note_short_sets(study, DataShelf(study, ""));
    return study.notes;
  };
  EXPECT_TRUE(notes("").empty()) << "the default is a thousand at most";
  EXPECT_TRUE(notes("samples = 50\n").empty());
  EXPECT_TRUE(notes("samples = 100\ndata = \"train\"\n").empty());
  EXPECT_EQ(notes("samples = 51\n"),
            std::vector<std::string>{
                "instrument activations asks for 51 of 50 samples: it reads them all"});
}

}  // namespace
}  // namespace gradus::study
