using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Calendars;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Procedures;

/// <summary>What an outline says about single activities.</summary>
sealed partial class OutlineFacts(CompiledDefinition definition)
{
    readonly ProcedureNames names = new(definition);
    readonly OutlineExpressions expressions = new(definition);

    public static string TitleOf(CompiledActivity activity) =>
        (activity.Behaviour is UserTaskActivity ? Plain(activity, "title") : null) ?? activity.Node.Title;

    public static string KindOf(CompiledActivity activity) => activity.Behaviour is EmbeddedWorkflow { Procedure: var procedure }
        ? Texts.Outline["embedded", procedure.Name, procedure.Version]
        : Texts.Activities.Find(activity.Node.Type) ?? activity.Node.Type;

    public static string PortText(CompiledActivity activity, string port)
    {
        var name = port.Length == 0 ? port : ActivityDescriptors.PascalCase(port);
        return Texts.Activities.Find($"{activity.Node.Type}.port.{name}") ?? Texts.Activities.Find($"port.{name}") ?? Texts.Outline["inside"];
    }

    /// <summary>An input that is the same for each case; null when it is missing or worked out for each case.</summary>
    public static string? Plain(CompiledActivity activity, string input) => activity.Plain(input);

    public IEnumerable<string> OutcomesOf(CompiledActivity activity) => activity.Behaviour is UserTaskActivity
        ? Listed(activity, "outcomes")
        : activity.Behaviour.Ports.Where(port => !port.IsEmbedded).Select(port => port.Name);

    /// <summary>Whether the author gave the outcome a name, so that it says something even when it is the only one.</summary>
    public bool IsNamed(CompiledActivity activity, string outcome) => UserTaskActivity.LabelsOf(activity).ContainsKey(outcome);

    public string OutcomeText(CompiledActivity activity, string outcome) =>
        UserTaskActivity.LabelsOf(activity).GetValueOrDefault(outcome) ?? Texts.Activities.Find($"{activity.Node.Type}.port.{outcome}") ?? Texts.Activities.Find($"port.{outcome}") ?? outcome;

    static ImmutableArray<string> Listed(CompiledActivity activity, string input) => Coerce.ToTextList(activity.Given(input)).Value;

    /// <summary>What is worth knowing about an activity, in the order in which people ask.</summary>
    public IReadOnlyList<OutlineFact> Of(CompiledActivity activity) => activity.Behaviour switch
    {
        UserTaskActivity => [.. Task(activity)],
        StartLimit => [.. Fact("startedLimit", Text(activity, "limit", names.Limit)), .. Fact("limit", Limit(activity, "count", "unit", "from")), .. Ladder(activity)],
        SetMilestone => [.. Fact("milestone", Text(activity, "milestone", names.Milestone))],
        EndLimit => [.. Fact("endedLimit", Text(activity, "limit", names.Limit))],
        AssignPerson => [.. Fact("role", Text(activity, "role", CaseTexts.Role)), .. Fact("caseload", Text(activity, "maximumCaseload", count => Texts.Outline["caseload.atMost", count])),
            .. Fact("separate", string.Join(", ", Listed(activity, "separateFrom").Select(CaseTexts.Role)))],
        SendMail => [.. Fact("subject", Text(activity, "mail", Subject)), .. Fact("mailTo", Recipients(activity))],
        CaseStatus => [.. Fact("phase", Text(activity, "status", CaseTexts.Phase)), .. Fact("reason", Text(activity, "reason", text => text)),
            .. Fact("withdraws", Plain(activity, "cancelOpenWork") is { } all && bool.TryParse(all, out var cancels) && cancels ? Texts.Outline["withdraws.open"] : null)],
        RepeatEvery => [.. Fact("opens", Repeats(activity)), .. Said("until", expressions.Of(activity, "untilCondition")), .. Fact("untilDate", Text(activity, "untilMilestone", names.Milestone))],
        If or FlowDecision or While => [.. Said("condition", expressions.Of(activity, "condition"))],
        FlowSwitch or Switch => [.. Said("condition", [.. expressions.CasesOf(activity)])],
        SetVariable => [.. Fact("variable", Variable(activity)), .. Said("value", expressions.Of(activity, "value"))],
        Delay => [.. Fact("waits", Text(activity, "timeSpan", text => text))],
        _ => [],
    };

    static OutlineFact[] Said(string label, params IReadOnlyList<OutlineExpression?> said) =>
        said.OfType<OutlineExpression>().ToList() is { Count: > 0 } told ? [new(Texts.Outline[$"fact.{label}"], []) { Expressions = told }] : [];

    string? Variable(CompiledActivity activity) => activity.Node.Json["variable"] switch
    {
        JsonObject variable => expressions.VariableName(OutlineExpressions.TextOf(variable, "id"), OutlineExpressions.TextOf(variable, "name")),
        JsonValue name => expressions.VariableName(null, name.ToString()),
        _ => null,
    };

    /// <summary>What a mail says it is about; what differs from case to case is left open.</summary>
    string Subject(string mail) => definition.Resources.Mails.GetValueOrDefault(mail) is { } text && InputOptions.Subject(text) is { } subject
        ? Places().Replace(subject, place => place.Value[2] is '#' or '/' ? "" : "…")
        : mail;

    [GeneratedRegex(@"\{\{[^}]+\}\}", RegexOptions.None, 1000)]
    private static partial Regex Places();

    static string? Recipients(CompiledActivity activity) => Coerce.ToTextList(activity.Given("toRoles")) is { Succeeded: true, Value: { IsEmpty: false } roles }
        ? string.Join(", ", roles.Select(Recipient))
        : activity.Gives("toRoles") ? Texts.Outline["ofCase"] : null;

    IEnumerable<OutlineFact> Task(CompiledActivity activity) =>
    [
        .. Fact("who", Plain(activity, "person") is null && activity.Gives("person") ? Texts.Outline["who.ofCase"] : Text(activity, "role", CaseTexts.Role)),
        .. Fact("limit", [.. Limit(activity, "limitCount", "limitUnit", "limitFrom"), .. Urgent(activity)]),
        .. Ladder(activity),
        .. Fact("form", Plain(activity, "form") is { } form ? definition.Resources.Forms.GetValueOrDefault(form)?.Title ?? form : null),
    ];

    List<string> Limit(CompiledActivity activity, string count, string unit, string from)
    {
        if (!activity.Gives(count))
        {
            return activity.Behaviour is UserTaskActivity ? [Texts.Outline["limit.none"]] : [];
        }
        if (!int.TryParse(Plain(activity, count), out var number))
        {
            return [Texts.Outline["ofCase"]];
        }
        var counted = UnitOf(activity, unit);
        var start = Plain(activity, from) is { } milestone && milestone != UserTaskActivity.FromOpening
            ? Texts.Outline["limit.fromMilestone", names.Milestone(milestone)]
            : Texts.Outline[activity.Gives(from) && Plain(activity, from) is null ? "ofCase" : activity.Behaviour is UserTaskActivity ? "limit.fromOpening" : "limit.fromStep"];
        return [$"{LimitTexts.Span(number, counted)} – {start}", Texts.Outline[$"counted.{counted.ToKey()}"]];
    }

    static LimitUnit UnitOf(CompiledActivity activity, string input) =>
        LimitUnits.TryParse(Plain(activity, input), out var unit) ? unit : LimitUnit.Days;

    static IEnumerable<string> Urgent(CompiledActivity activity) => int.TryParse(Plain(activity, "urgentLimitCount"), out var count)
        ? [Texts.Outline["limit.urgent", LimitTexts.Span(count, UnitOf(activity, "urgentLimitUnit"))]]
        : [];

    OutlineFact[] Ladder(CompiledActivity activity)
    {
        if (!activity.Gives("ladder"))
        {
            return [];
        }
        return Plain(activity, "ladder") is { } key && definition.Resources.Ladders.TryGetValue(key, out var ladder)
            ? Fact("ladder", [.. ladder.Rungs.Where(rung => rung.To.Count > 0).Select(Told)])
            : Fact("ladder", Texts.Outline["ofCase"]);
    }

    static string Told(LadderRung rung)
    {
        var days = LimitTexts.Span(rung.When.WorkingDays, LimitUnit.WorkingDays);
        var people = string.Join(", ", rung.To.Select(Recipient));
        return rung.When.Kind switch
        {
            RungKind.WorkingDaysBefore => Texts.Outline["rung.before", days, people],
            RungKind.AtPassing => Texts.Outline["rung.passing", people],
            RungKind.WorkingDaysAfter => Texts.Outline["rung.after", days, people],
            _ => Texts.Outline["rung.every", days, people],
        };
    }

    static string Recipient(string role) => role == LadderRung.Assignee ? Texts.Outline["assignee"] : CaseTexts.Role(role);

    string? Repeats(CompiledActivity activity)
    {
        var unit = UnitOf(activity, "unit");
        var from = Text(activity, "from", names.Milestone);
        if (Listed(activity, "at") is { Length: > 0 } at)
        {
            return Texts.Outline["repeat.at", string.Join(", ", at.Select(count => int.TryParse(count, out var number) ? LimitTexts.Span(number, unit) : count)), from];
        }
        if (!int.TryParse(Plain(activity, "every"), out var every))
        {
            return Texts.Outline["ofCase"];
        }
        var first = int.TryParse(Plain(activity, "first"), out var given) ? given : every;
        return Texts.Outline["repeat.every", LimitTexts.Span(first, unit), from, LimitTexts.Span(every, unit)];
    }

    static string? Text(CompiledActivity activity, string input, Func<string, string> say) =>
        Plain(activity, input) is { } text ? say(text) : activity.Gives(input) ? Texts.Outline["ofCase"] : null;

    static OutlineFact[] Fact(string label, string? line) => string.IsNullOrEmpty(line) ? [] : [new(Texts.Outline[$"fact.{label}"], [line])];

    static OutlineFact[] Fact(string label, List<string> lines) => lines.Count == 0 ? [] : [new(Texts.Outline[$"fact.{label}"], lines)];
}
