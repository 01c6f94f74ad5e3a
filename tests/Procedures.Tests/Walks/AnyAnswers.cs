using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>Fills any form in by its description alone: a text, today, the number 1, yes, the first option, one row.</summary>
internal static class AnyAnswers
{
    public static JsonObject To(JsonObject form, DateOnly today, string text)
    {
        var answers = new JsonObject();
        foreach (var field in form["fields"]!.AsArray().Select(field => field!.AsObject()))
        {
            if (Answer(field, today, text) is { } answer)
                answers[(string)field["name"]!] = answer;
        }
        return answers;
    }

    private static JsonNode? Answer(JsonObject field, DateOnly today, string text) => (string)field["type"]! switch
    {
        "text" or "long-text" => text,
        "date" => today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "number" or "money" => 1,
        "yes-no" => true,
        "choice" or "person" => FirstOption(field),
        "choices" => FirstOption(field) is { } option ? new JsonArray(option) : null,
        "rows" => new JsonArray(To(field, today, text)),
        var type => throw new InvalidOperationException($"Nobody knows how to answer a field of the type '{type}'."),
    };

    /// <summary>Null when nothing can be chosen, as when no assistant has room for another family.</summary>
    private static JsonNode? FirstOption(JsonObject field) => field["options"] is JsonArray { Count: > 0 } options ? options[0]!["value"]!.DeepClone() : null;
}
