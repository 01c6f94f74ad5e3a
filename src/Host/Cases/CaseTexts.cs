using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Journal;

namespace OpsWorkflows.Host.Cases;

/// <summary>The names of phases, roles and states for screens.</summary>
public static class CaseTexts
{
    /// <summary>The key itself where a procedure has a phase of its own.</summary>
    public static string Phase(string key) => Texts.Cases.Find($"phase.{key}") ?? key;

    public static string Role(string key) => Texts.Access.Find($"role.{key}") ?? key;

    public static string State(string key) => Texts.Cases[$"state.{key}"];

    /// <summary>What a run is called: by the mark of its case, else by its procedure.</summary>
    /// <param name="isTrial">Whether nobody has published the version that it runs on: then a designer tries it.</param>
    public static string Run(string? caseMark, string procedure, bool isTrial) => caseMark ?? Texts.Cases[isTrial ? "run.trial" : "run", procedure];

    public static string LimitStatus(string key) => Texts.Cases[$"limit.{key}"];
}

/// <summary>What the author of a procedure called its dates, limits and steps.</summary>
public sealed class ProcedureNames(CompiledDefinition definition)
{
    /// <summary>As the definition's <c>milestoneTitles</c> say, else as the activity that sets the date is called.</summary>
    public string Milestone(string name) =>
        Custom(definition, "milestoneTitles") is JsonObject titles && titles[name] is JsonValue title && title.TryGetValue(out string? text)
            ? text
            : NodeWith<SetMilestone>("milestone", name)?.Node.DisplayText ?? name;

    /// <summary>A limit of the whole case, by its key.</summary>
    public string Limit(string key) =>
        NodeWith<StartLimit>("limit", key) is { } activity && Plain(activity, "title") is { Length: > 0 } title ? title : Step(key);

    public string Step(string step)
    {
        var activity = definition.Activities.FirstOrDefault(activity => activity.Behaviour is UserTaskActivity && activity.Node.Name == step);
        return activity is not null && Plain(activity, "title") is { Length: > 0 } title ? title : step;
    }

    /// <summary>What our procedures say beside Elsa's own members.</summary>
    public static JsonNode? Custom(CompiledDefinition definition, string name) => (definition.Definition.Json["customProperties"] as JsonObject)?[name];

    CompiledActivity? NodeWith<T>(string input, string value) =>
        definition.Activities.FirstOrDefault(activity => activity.Behaviour is T && Plain(activity, input) == value);

    static string Plain(CompiledActivity activity, string input) =>
        activity.Inputs.GetValueOrDefault(input) is Expression.Literal literal ? literal.Value.AsText() : "";
}

/// <summary>Tells the journal of a case as sentences.</summary>
public sealed class Timeline(CaseDetails details, ProcedureNames names, Func<Guid, string?> nameOf)
{
    readonly Dictionary<Guid, TaskTitle> tasks = details.Tasks.ToDictionary(task => task.Id);

    public IReadOnlyList<TimelineEntry> Tell() => [.. details.Journal.Select(Tell)];

    TimelineEntry Tell(JournalRow row)
    {
        var data = row.Data is null ? [] : JsonNode.Parse(row.Data)!.AsObject();
        return new(row.At, row.Event, Sentence(row.Event, data), row.PersonId is { } by ? nameOf(by) : null, IdIn(data, "task"));
    }

    string Sentence(string happened, JsonObject data) => happened switch
    {
        JournalEvents.CaseStarted => Texts.Cases[Is(data, "urgent") ? "timeline.CaseStarted.urgent" : "timeline.CaseStarted"],
        JournalEvents.TaskOpened => Day(data, "dueOn") is { } due
            ? Texts.Cases["timeline.TaskOpened.due", Task(data), due]
            : Texts.Cases["timeline.TaskOpened", Task(data)],
        JournalEvents.TaskClaimed => Texts.Cases["timeline.TaskClaimed", Task(data)],
        JournalEvents.TaskReassigned => Texts.Cases["timeline.TaskReassigned", Task(data), Person(data, "to")],
        JournalEvents.TaskCompleted => Texts.Cases["timeline.TaskCompleted", Task(data), Outcome(data)],
        JournalEvents.TaskCancelled => Texts.Cases["timeline.TaskCancelled", Task(data)],
        JournalEvents.MilestoneSet => Texts.Cases["timeline.MilestoneSet", names.Milestone(Text(data, "milestone")), Day(data, "day")],
        JournalEvents.PersonAssigned => Texts.Cases["timeline.PersonAssigned", CaseTexts.Role(Text(data, "role")), Person(data, "person")],
        JournalEvents.LimitStarted => Texts.Cases["timeline.LimitStarted", Limit(data), Day(data, "lastDay")],
        JournalEvents.LimitEnded => Texts.Cases[Is(data, "missed") ? "timeline.LimitEnded.missed" : "timeline.LimitEnded", Limit(data)],
        JournalEvents.LimitMissed => Texts.Cases["timeline.LimitMissed", Limit(data), Day(data, "lastDay")],
        JournalEvents.Reminded => Texts.Cases["timeline.Reminded", Limit(data), People(data)],
        JournalEvents.Escalated => Texts.Cases["timeline.Escalated", Limit(data), People(data)],
        JournalEvents.MailPromised => Texts.Cases["timeline.MailPromised", People(data)],
        JournalEvents.CaseStatusSet => Texts.Cases["timeline.CaseStatusSet", CaseTexts.Phase(Text(data, "status"))],
        JournalEvents.CaseSuspended => Texts.Cases["timeline.CaseSuspended", Text(data, "reason")],
        JournalEvents.CaseResumed => Texts.Cases["timeline.CaseResumed", Text(data, "reason")],
        JournalEvents.CaseClosed => Texts.Cases["timeline.CaseClosed", Text(data, "reason")],
        JournalEvents.CaseFinished => Texts.Cases["timeline.CaseFinished"],
        JournalEvents.IncidentRaised or JournalEvents.IncidentRetried or JournalEvents.IncidentSkipped or JournalEvents.InstanceCancelled => Texts.Cases[$"timeline.{happened}"],
        JournalEvents.WorkRequested => Texts.Cases["timeline.WorkRequested", Text(data, "name")],
        _ => Texts.Cases["timeline.other"],
    };

    string Task(JsonObject data) =>
        IdIn(data, "task") is { } id && tasks.TryGetValue(id, out var task) ? task.Title : names.Step(Text(data, "step"));

    string Outcome(JsonObject data)
    {
        var outcome = Text(data, "outcome");
        return IdIn(data, "task") is { } id && tasks.TryGetValue(id, out var task)
            ? (string?)JsonNode.Parse(task.OutcomeLabels)![outcome] ?? outcome
            : outcome;
    }

    string Limit(JsonObject data) =>
        IdIn(data, "task") is { } id && tasks.TryGetValue(id, out var task) ? task.Title : names.Limit(Text(data, "limit"));

    string Person(JsonObject data, string member) => IdIn(data, member) is { } id ? nameOf(id) ?? "" : "";

    string People(JsonObject data) => data["to"] is JsonArray people
        ? string.Join(", ", people.Select(person => Guid.TryParse((string?)person, out var id) ? nameOf(id) : null).OfType<string>())
        : "";

    static string Text(JsonObject data, string member) => (string?)data[member] ?? "";

    static bool Is(JsonObject data, string member) => (bool?)data[member] ?? false;

    static Guid? IdIn(JsonObject data, string member) => Guid.TryParse((string?)data[member], out var id) ? id : null;

    static string? Day(JsonObject data, string member) =>
        DateOnly.TryParseExact((string?)data[member], "yyyy-MM-dd", out var day) ? day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture) : null;
}
