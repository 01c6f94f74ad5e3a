using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Instances;

/// <summary>The content of a promised stimulus as it is stored.</summary>
public static class StimulusJson
{
    public static JsonObject Write(Stimulus stimulus) => stimulus switch
    {
        Stimulus.Started started => new JsonObject
        {
            ["kind"] = "start",
            ["inputs"] = new JsonObject(started.Inputs.Select(input => KeyValuePair.Create(input.Key, input.Value.ToJson()))),
            ["parent"] = started.Parent is { } parent ? new JsonObject { ["instance"] = parent.InstanceId, ["execution"] = parent.Execution?.ToString() } : null,
            ["depth"] = started.Depth,
        },
        Stimulus.EventReceived received => new JsonObject
        {
            ["kind"] = "event",
            ["event"] = received.EventName,
            ["payload"] = received.Payload.ToJson(),
            ["execution"] = received.OnlyAt?.ToString(),
            ["from"] = received.From,
        },
        Stimulus.RequestAnswered { Answer: var answer } => new JsonObject
        {
            ["kind"] = "answer",
            ["request"] = answer.RequestId,
            ["statusCode"] = answer.StatusCode,
            ["content"] = answer.Content.ToJson(),
            ["headers"] = answer.Headers.ToJson(),
            ["failure"] = answer.Failure?.ToString(),
            ["message"] = answer.Message,
        },
        Stimulus.ChildEnded ended => new JsonObject
        {
            ["kind"] = "childEnded",
            ["execution"] = ended.Execution.ToString(),
            ["child"] = ended.ChildId,
            ["subStatus"] = ended.SubStatus.ToString(),
            ["output"] = ended.Output.ToJson(),
            ["toldByOthers"] = ended.ToldByOthers,
        },
        _ => throw new InvalidOperationException($"{stimulus.GetType().Name} is not promised to others."),
    };

    /// <summary>Reads what <see cref="Write"/> wrote, or what the start by a trigger says.</summary>
    public static Stimulus Read(Guid id, string? correlationId, JsonElement json) => json.GetProperty("kind").GetString() switch
    {
        "start" => new Stimulus.Started(
            id,
            null,
            json.TryGetProperty("inputs", out var inputs)
                ? inputs.EnumerateObject().ToDictionary(input => input.Name, input => Value.From(input.Value), StringComparer.Ordinal)
                : new Dictionary<string, Value>(),
            correlationId,
            json.TryGetProperty("trigger", out var trigger) ? trigger.GetString() : null)
        {
            TriggerPayload = json.TryGetProperty("payload", out var payload) ? Value.From(payload) : default,
            Parent = json.TryGetProperty("parent", out var parent) && parent.ValueKind == JsonValueKind.Object
                ? new ParentLink(parent.GetProperty("instance").GetGuid(), parent.GetProperty("execution").GetString() is { } waiting ? ExecutionId.Parse(waiting) : null)
                : null,
            Depth = json.TryGetProperty("depth", out var depth) ? depth.GetInt32() : 0,
        },
        "event" => new Stimulus.EventReceived(json.GetProperty("event").GetString()!, Value.From(json.GetProperty("payload")))
        {
            OnlyAt = json.TryGetProperty("execution", out var only) && only.GetString() is { } execution ? ExecutionId.Parse(execution) : null,
            // One that was kept before this was written says nothing of it.
            From = !json.TryGetProperty("from", out var from) ? Guid.Empty : from.ValueKind == JsonValueKind.Null ? null : from.GetGuid(),
        },
        "answer" => new Stimulus.RequestAnswered(new RequestAnswer(
            json.GetProperty("request").GetGuid(),
            json.GetProperty("statusCode") is { ValueKind: JsonValueKind.Number } code ? code.GetInt32() : null,
            Value.From(json.GetProperty("content")),
            Value.From(json.GetProperty("headers")),
            json.GetProperty("failure").GetString() is { } failure ? Enum.Parse<RequestFailure>(failure) : null,
            json.GetProperty("message").GetString())),
        _ => new Stimulus.ChildEnded(
            ExecutionId.Parse(json.GetProperty("execution").GetString()!),
            json.GetProperty("child").GetGuid(),
            Enum.Parse<WorkflowSubStatus>(json.GetProperty("subStatus").GetString()!),
            Value.From(json.GetProperty("output")))
        {
            ToldByOthers = !json.TryGetProperty("toldByOthers", out var told) || told.GetBoolean(),
        },
    };
}
