#pragma once

#include "libagent/models/answer_stream.h"
#include "libagent/models/endpoint.h"
#include "libagent/models/model.h"
#include "libagent/net/http_client.h"

#include <stop_token>
#include <string>

namespace askdb::models {

/// A model behind HTTP: what all wire formats share. Failures never hold the key.
class HttpModel : public Model {
  public:
    std::string name() const override { return endpoint_.name; }
    ModelReply complete(const ModelRequest& request, TextSink& sink,
                        std::stop_token stop) const override;

  protected:
    HttpModel(Endpoint endpoint, net::HttpClient& http);

    virtual ModelReply ask(const ModelRequest& request, TextSink& sink,
                           const std::stop_token& stop) const = 0;

    const Endpoint& endpoint() const { return endpoint_; }

    /// One request of a model, and where its answer goes.
    struct Exchange {
        const ModelRequest& asked;
        AnswerStream& stream;
        TextSink& sink;
        const std::stop_token& stop;
    };
    /// Sends `body` as JSON to `url`, feeds a good answer to the stream and its text to the sink.
    /// Ends as soon as the protocol says that the answer is over. Any status is an answer.
    net::HttpResponse send(net::HttpRequest request, const Exchange& exchange) const;

    /// The reply, or Failure for a status that is no answer.
    ModelReply finish(const net::HttpResponse& response, AnswerStream& stream,
                      TextSink& sink) const;

  private:
    void note(const net::HttpRequest& request, const ModelRequest& asked) const;

    const Endpoint endpoint_;
    net::HttpClient& http_;
};

}
