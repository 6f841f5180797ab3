#pragma once

#include <string>
#include <string_view>

struct sb_stemmer;

namespace askdb::models::offline {

/// The Snowball stemmer for English (snowballstem.org). Used by one thread at a time.
class Stemmer {
  public:
    Stemmer();
    ~Stemmer();
    Stemmer(const Stemmer&) = delete;
    Stemmer& operator=(const Stemmer&) = delete;

    /// "orders" and "ordered" both give "order". `word` is folded already.
    std::string stem(std::string_view word);

  private:
    sb_stemmer* stemmer_;
};

}
