using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;

namespace OpsWorkflows.Instances;

/// <summary>
/// The state document of an instance: what still runs, as an operator can read it. What lists and locks need (status, name,
/// revision…) are columns beside it and not repeated here.
/// </summary>
public static class InstanceJson
{
    // The document goes into jsonb and never into a page, so only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? t_pooled;

    /// <summary>The state document as UTF-8.</summary>
    public static byte[] Write(WorkflowInstance instance)
    {
        var (buffer, writer) = t_pooled ?? NewWriter();
        t_pooled = null;
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        Write(writer, instance);
        writer.Flush();
        var written = buffer.WrittenSpan.ToArray();
        t_pooled = (buffer, writer);
        return written;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }

    private static void Write(Utf8JsonWriter writer, WorkflowInstance instance)
    {
        writer.WriteStartObject();
        if (instance.TriggerActivityId is { } trigger)
            writer.WriteString("trigger", trigger);
        if (instance.Parent is { } parent)
        {
            writer.WriteStartObject("parent");
            writer.WriteString("instance", parent.InstanceId);
            if (parent.Execution is { } waiting)
                WriteExecutionId(writer, "execution", waiting);
            writer.WriteEndObject();
        }
        if (instance.Depth != 0)
            writer.WriteNumber("depth", instance.Depth);
        if (instance.ToldByOthers)
            writer.WriteBoolean("toldByOthers", true);
        if (instance.Urgent)
            writer.WriteBoolean("urgent", true);
        if (instance.SuspendedOn is { } suspended)
            WriteDate(writer, "suspendedOn", suspended);
        if (instance.CaseStatus is { } status)
            writer.WriteString("caseStatus", status);
        WriteValues(writer, "variables", instance.Variables);
        WriteValues(writer, "inputs", instance.Inputs);
        WriteValues(writer, "outputs", instance.Outputs);
        WritePeople(writer, instance.People);
        WriteMilestones(writer, instance.Milestones);
        WriteRepeats(writer, instance.Repeats);
        WriteLimits(writer, instance.Limits);
        WriteIncidents(writer, instance.Incidents);
        writer.WriteStartArray("executions");
        foreach (var execution in instance.Executions)
            WriteExecution(writer, execution);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, string name, Dictionary<string, Value> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            value.Write(writer);
        }
        writer.WriteEndObject();
    }

    private static void WritePeople(Utf8JsonWriter writer, Dictionary<string, Guid> people)
    {
        if (people.Count == 0)
            return;
        writer.WriteStartObject("people");
        foreach (var (role, person) in people)
            writer.WriteString(role, person);
        writer.WriteEndObject();
    }

    private static void WriteMilestones(Utf8JsonWriter writer, Dictionary<string, DateOnly> milestones)
    {
        if (milestones.Count == 0)
            return;
        writer.WriteStartObject("milestones");
        foreach (var (name, day) in milestones)
            WriteDate(writer, name, day);
        writer.WriteEndObject();
    }

    private static void WriteRepeats(Utf8JsonWriter writer, Dictionary<string, Repeat> repeats)
    {
        if (repeats.Count == 0)
            return;
        writer.WriteStartObject("repeats");
        foreach (var (activity, repeat) in repeats)
        {
            writer.WriteStartObject(activity);
            WriteDate(writer, "from", repeat.From);
            writer.WriteNumber("done", repeat.Done);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter writer, List<OpenLimit> limits)
    {
        if (limits.Count == 0)
            return;
        writer.WriteStartArray("limits");
        foreach (var limit in limits)
        {
            writer.WriteStartObject();
            writer.WriteString("id", limit.Id);
            writer.WriteString("key", limit.Key);
            if (limit.TaskId is { } task)
                writer.WriteString("task", task);
            writer.WriteString("endsAt", limit.EndsAt);
            if (limit.Ladder is { } ladder)
                writer.WriteString("ladder", ladder);
            if (limit.NextRung != 0)
                writer.WriteNumber("nextRung", limit.NextRung);
            if (limit.NextRungAt is { } at)
                writer.WriteString("nextRungAt", at);
            if (limit.Missed)
                writer.WriteBoolean("missed", true);
            writer.WritePropertyName("explanation");
            JsonSerializer.Serialize(writer, limit.Limit.Explanation);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteIncidents(Utf8JsonWriter writer, List<OpenIncident> incidents)
    {
        if (incidents.Count == 0)
            return;
        writer.WriteStartArray("incidents");
        foreach (var incident in incidents)
        {
            writer.WriteStartObject();
            writer.WriteString("id", incident.Id);
            WriteExecutionId(writer, "execution", incident.Execution);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteExecution(Utf8JsonWriter writer, Execution execution)
    {
        writer.WriteStartObject();
        WriteExecutionId(writer, "id", execution.Id);
        writer.WriteString("activity", execution.Node.Id);
        if (execution.Parent is { } parent)
            WriteExecutionId(writer, "parent", parent.Id);
        writer.WriteString("status", NameOf(execution.Status));
        if (execution.Backward)
            writer.WriteBoolean("backward", true);
        if (execution.OwnerTold)
            writer.WriteBoolean("ownerTold", true);
        if (execution.Position != 0)
            writer.WriteNumber("position", execution.Position);
        if (execution.Breaking)
            writer.WriteBoolean("breaking", true);
        if (execution.Locals is { } locals)
            WriteValues(writer, "variables", locals);
        if (execution.Bookmark is { } bookmark)
        {
            writer.WriteStartObject("waits");
            writer.WriteString("name", bookmark.Name);
            if (bookmark.Key is { } key)
                writer.WriteString("key", key);
            if (bookmark.DueAt is { } due)
                writer.WriteString("dueAt", due);
            writer.WriteEndObject();
        }
        if (execution.UserTask is { } task)
        {
            writer.WriteStartObject("task");
            writer.WriteString("id", task.Id);
            if (task.Role is { } role)
                writer.WriteString("role", role);
            if (task.Assignee is { } assignee)
                writer.WriteString("assignee", assignee);
            writer.WriteEndObject();
        }
        if (execution.Flow is { } flow)
            FlowJson.Write(writer, flow, execution.Node);
        if (execution.Tokens is { } tokens)
            FlowJson.Write(writer, tokens, execution.Node);
        writer.WriteEndObject();
    }

    private static void WriteExecutionId(Utf8JsonWriter writer, string name, ExecutionId id)
    {
        Span<char> text = stackalloc char[23];
        text.TryWrite(CultureInfo.InvariantCulture, $"{id.Revision}-{id.Counter}", out var length);
        writer.WriteString(name, text[..length]);
    }

    private static void WriteDate(Utf8JsonWriter writer, string name, DateOnly date)
    {
        Span<char> text = stackalloc char[10];
        date.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        writer.WriteString(name, text);
    }

    private static string NameOf(ActivityStatus status) => status switch
    {
        ActivityStatus.Pending => nameof(ActivityStatus.Pending),
        ActivityStatus.Running => nameof(ActivityStatus.Running),
        ActivityStatus.Completed => nameof(ActivityStatus.Completed),
        ActivityStatus.Canceled => nameof(ActivityStatus.Canceled),
        _ => nameof(ActivityStatus.Faulted),
    };

    /// <summary>
    /// The instance of a row and its state document. Executions and counters find their activities by id, so the definition may
    /// be another version than the one that wrote the document.
    /// </summary>
    /// <exception cref="StateFormatException">The document names an activity that the definition does not have, or is damaged.</exception>
    public static WorkflowInstance Read(InstanceRow row, WorkflowDefinition definition)
    {
        try
        {
            using var document = JsonDocument.Parse(row.State);
            var state = document.RootElement;
            var instance = new WorkflowInstance
            {
                Id = row.Id,
                Definition = definition,
                Revision = row.Revision,
                Status = row.Status,
                SubStatus = row.SubStatus,
                Name = row.Name,
                CorrelationId = row.CorrelationId,
                CreatedAt = row.CreatedAt,
                TriggerActivityId = state.TryGetProperty("trigger", out var trigger) ? trigger.GetString() : null,
                Parent = state.TryGetProperty("parent", out var parent)
                    ? new ParentLink(parent.GetProperty("instance").GetGuid(), parent.TryGetProperty("execution", out var waiting) ? ExecutionId.Parse(waiting.GetString()!) : null)
                    : null,
                Depth = state.TryGetProperty("depth", out var depth) ? depth.GetInt32() : 0,
            };
            ReadState(instance, state);
            return instance;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new StateFormatException(row.Id, "the document is damaged", e);
        }
    }

    private static void ReadState(WorkflowInstance instance, JsonElement state)
    {
        foreach (var member in state.EnumerateObject())
        {
            switch (member.Name)
            {
                case "toldByOthers": instance.ToldByOthers = member.Value.GetBoolean(); break;
                case "urgent": instance.Urgent = member.Value.GetBoolean(); break;
                case "suspendedOn": instance.SuspendedOn = ReadDate(member.Value); break;
                case "caseStatus": instance.CaseStatus = member.Value.GetString(); break;
                case "variables": ReadValues(member.Value, instance.Variables); break;
                case "inputs": ReadValues(member.Value, instance.Inputs); break;
                case "incidents":
                    foreach (var incident in member.Value.EnumerateArray())
                        instance.Incidents.Add(new(incident.GetProperty("id").GetGuid(), ExecutionId.Parse(incident.GetProperty("execution").GetString()!)));
                    break;
                case "outputs": ReadValues(member.Value, instance.Outputs); break;
                case "people":
                    foreach (var person in member.Value.EnumerateObject())
                        instance.People[person.Name] = person.Value.GetGuid();
                    break;
                case "milestones":
                    foreach (var milestone in member.Value.EnumerateObject())
                        instance.Milestones[milestone.Name] = ReadDate(milestone.Value);
                    break;
                case "repeats":
                    foreach (var repeat in member.Value.EnumerateObject())
                        instance.Repeats[repeat.Name] = new(ReadDate(repeat.Value.GetProperty("from")), repeat.Value.GetProperty("done").GetInt32());
                    break;
                case "limits":
                    foreach (var limit in member.Value.EnumerateArray())
                        instance.Limits.Add(ReadLimit(limit));
                    break;
                case "executions":
                    ReadExecutions(instance, member.Value);
                    break;
            }
        }
    }

    private static void ReadValues(JsonElement values, Dictionary<string, Value> into)
    {
        foreach (var member in values.EnumerateObject())
            into[member.Name] = Value.From(member.Value);
    }

    private static Dictionary<string, Value> ReadLocals(JsonElement json)
    {
        var locals = new Dictionary<string, Value>(StringComparer.Ordinal);
        ReadValues(json, locals);
        return locals;
    }

    private static OpenLimit ReadLimit(JsonElement json) => new()
    {
        Id = json.GetProperty("id").GetGuid(),
        Key = json.GetProperty("key").GetString()!,
        TaskId = json.TryGetProperty("task", out var task) ? task.GetGuid() : null,
        Limit = new TimeLimit(json.GetProperty("explanation").Deserialize<LimitExplanation>()!),
        EndsAt = json.GetProperty("endsAt").GetDateTimeOffset(),
        Ladder = json.TryGetProperty("ladder", out var ladder) ? ladder.GetString() : null,
        NextRung = json.TryGetProperty("nextRung", out var rung) ? rung.GetInt32() : 0,
        NextRungAt = json.TryGetProperty("nextRungAt", out var at) ? at.GetDateTimeOffset() : null,
        Missed = json.TryGetProperty("missed", out var missed) && missed.GetBoolean(),
    };

    private static void ReadExecutions(WorkflowInstance instance, JsonElement json)
    {
        foreach (var execution in json.EnumerateArray())
            instance.Executions.Add(ReadExecution(instance, execution));
    }

    private static Execution ReadExecution(WorkflowInstance instance, JsonElement json)
    {
        var activityId = json.GetProperty("activity").GetString()!;
        var node = instance.Definition.Find(activityId)
            ?? throw new StateFormatException(instance.Id, $"the definition {instance.Definition.VersionId} has no activity '{activityId}'");
        var id = ExecutionId.Parse(json.GetProperty("id").GetString()!);
        return new Execution(id, node, json.TryGetProperty("parent", out var parent) ? Parent(instance, id, parent) : null)
        {
            Status = Enum.Parse<ActivityStatus>(json.GetProperty("status").GetString()!),
            Backward = json.TryGetProperty("backward", out var backward) && backward.GetBoolean(),
            OwnerTold = json.TryGetProperty("ownerTold", out var told) && told.GetBoolean(),
            Position = json.TryGetProperty("position", out var position) ? position.GetInt32() : 0,
            Bookmark = json.TryGetProperty("waits", out var waits) ? ReadBookmark(waits) : null,
            UserTask = json.TryGetProperty("task", out var task) ? ReadTask(task) : null,
            Breaking = json.TryGetProperty("breaking", out var breaking) && breaking.GetBoolean(),
            Locals = json.TryGetProperty("variables", out var locals) ? ReadLocals(locals) : null,
            Flow = json.TryGetProperty("flow", out var flow) ? FlowJson.Read(flow, node) : null,
            Tokens = json.TryGetProperty("tokens", out var tokens) ? FlowJson.ReadTokens(tokens, node) : null,
        };
    }

    private static Execution Parent(WorkflowInstance instance, ExecutionId child, JsonElement json)
    {
        var id = ExecutionId.Parse(json.GetString()!);
        return instance.Executions.Find(execution => execution.Id == id)
            ?? throw new StateFormatException(instance.Id, $"execution {child} is written before its parent {id}");
    }

    private static Bookmark ReadBookmark(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        json.TryGetProperty("key", out var key) ? key.GetString() : null,
        json.TryGetProperty("dueAt", out var due) ? due.GetDateTimeOffset() : null);

    private static OpenUserTask ReadTask(JsonElement json) => new(
        json.GetProperty("id").GetGuid(),
        json.TryGetProperty("role", out var role) ? role.GetString() : null,
        json.TryGetProperty("assignee", out var assignee) ? assignee.GetGuid() : null);

    private static DateOnly ReadDate(JsonElement json) =>
        DateOnly.ParseExact(json.GetString()!, "O", CultureInfo.InvariantCulture);
}

/// <summary>A stored instance: what its columns say, and its state document as UTF-8.</summary>
public sealed record InstanceRow
{
    public required Guid Id { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required int Revision { get; init; }
    public required WorkflowStatus Status { get; init; }
    public required WorkflowSubStatus SubStatus { get; init; }
    public string? Name { get; init; }
    public string? CorrelationId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required ReadOnlyMemory<byte> State { get; init; }
}

/// <summary>A state document that does not fit its definition: damaged by hand, or read with a version that lacks a live activity.</summary>
public sealed class StateFormatException(Guid instanceId, string reason, Exception? inner = null)
    : Exception($"The state of instance {instanceId} cannot be read: {reason}.", inner);
