#include "cli/mask_watch.h"

#include "cli/render/messages.h"
#include "libagent/base/text.h"
#include "libagent/tools/idle_masks.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace askdb::cli {
namespace {

class MaskWatchingModel : public models::Model {
  public:
    MaskWatchingModel(std::unique_ptr<models::Model> model, MaskWatch watch)
        : model_(std::move(model)), watch_(std::move(watch)) {}

    std::string name() const override { return model_->name(); }
    bool reconsiders() const override { return model_->reconsiders(); }

    models::ModelReply complete(const models::ModelRequest& request, models::TextSink& sink,
                                std::stop_token stop) const override {
        if (!watch_.told->exchange(true)) tell();
        return model_->complete(request, sink, std::move(stop));
    }

  private:
    /// The prompt that is about to leave was made of the catalogs: they are at hand.
    void tell() const {
        std::vector<tools::KnownCatalog> catalogs;
        for (database::Database* database : watch_.databases) {
            const database::Catalog* const catalog = database->catalog_at_hand();
            if (catalog == nullptr) return;
            catalogs.push_back({database->name(), *catalog});
        }
        for (const tools::IdleMask& idle : tools::idle_masks(watch_.sharing, catalogs)) {
            const std::string near =
                idle.near.empty() ? std::string()
                                  : fmt::format(" ({})", did_you_mean(std::vector{idle.near}));
            watch_.messages.say(fmt::format("⚠ {}{}", tools::words_of(idle), near), Tone::warning);
        }
    }

    const std::unique_ptr<models::Model> model_;
    const MaskWatch watch_;
};

}

std::unique_ptr<models::Model> make_mask_watching_model(std::unique_ptr<models::Model> model,
                                                        MaskWatch watch) {
    return std::make_unique<MaskWatchingModel>(std::move(model), std::move(watch));
}

}
