using System.Text.Json.Nodes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Journal;
using OpsWorkflows.Outbox;
using OpsWorkflows.Timers;

namespace OpsWorkflows.Activities;

/// <summary>Puts a named date of the case on record, by default today.</summary>
public sealed class SetMilestone : Activity
{
    public override string Type => "Ops.SetMilestone";
    public override ActivityCategory? Category => ActivityCategory.Case;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("milestone", Required: true), new("date") { Type = "Object", Syntax = "JavaScript" }];

    public override void Execute(BurstRun run, Execution execution)
    {
        run.SetMilestone(execution, run.Text(execution, "milestone") ?? throw new ActivityFault("the milestone has no name"), run.Date(execution, "date") ?? run.Today);
        run.Complete(execution);
    }
}

/// <summary>Lets a limit of the case run, whatever step is open, with a ladder of its own.</summary>
public sealed class StartLimit : Activity
{
    public override string Type => "Ops.StartLimit";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override IReadOnlyList<ActivityInput> Inputs { get; } =
    [
        new("limit", Required: true),
        new("title"),
        new("count", Required: true) { Type = "Int32" },
        new("unit") { Editor = Editors.DropDown, Options = OptionSource.LimitUnits, Default = "days" },
        new("from") { Editor = Editors.DropDown, Options = OptionSource.LimitStarts, Default = UserTaskActivity.FromOpening },
        new("ladder") { Editor = Editors.DropDown, Options = OptionSource.Ladders },
    ];

    public override void Execute(BurstRun run, Execution execution)
    {
        var key = run.Text(execution, "limit") ?? throw new ActivityFault("the limit has no key");
        var count = run.Number(execution, "count") ?? throw new ActivityFault("the limit has no count");
        var limit = run.CountLimit(run.Text(execution, "from"), count, run.LimitUnit(execution, "unit"));
        var running = run.Instance.Limits.FindIndex(open => open.TaskId is null && open.Key == key);
        if (running >= 0)
            run.CloseLimit(running, LimitStatus.Stopped, run.Today);
        run.OpenLimit(key, null, limit, run.LadderKey(execution), run.Text(execution, "title"));
        run.Complete(execution);
    }
}

/// <summary>Ends a limit of the case: met, when what it asks for was done by its last day.</summary>
public sealed class EndLimit : Activity
{
    public override string Type => "Ops.EndLimit";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override IReadOnlyList<ActivityInput> Inputs { get; } = [new("limit", Required: true) { Editor = Editors.DropDown, Options = OptionSource.Limits }, new("milestone") { Editor = Editors.DropDown, Options = OptionSource.Milestones }];

    public override void Execute(BurstRun run, Execution execution)
    {
        var key = run.Text(execution, "limit") ?? throw new ActivityFault("the limit has no key");
        var on = run.Text(execution, "milestone") is { } milestone && run.Instance.Milestones.TryGetValue(milestone, out var day) ? day : run.Today;
        var running = run.Instance.Limits.FindIndex(open => open.TaskId is null && open.Key == key);
        if (running >= 0)
            run.CloseLimit(running, LimitStatus.Met, on);
        run.Complete(execution);
    }
}

/// <summary>Gives a role of the case to a person; refuses one with too many cases or with a role that has to stay apart.</summary>
public sealed class AssignPerson : Activity
{
    public override string Type => "Ops.AssignPerson";
    public override ActivityCategory? Category => ActivityCategory.Case;
    public override IReadOnlyList<ActivityInput> Inputs { get; } =
    [
        new("role", Required: true) { Editor = Editors.DropDown, Options = OptionSource.Roles },
        new("person", Required: true) { Type = "Object", Editor = Editors.DropDown, Options = OptionSource.People, Syntax = "JavaScript" },
        new("maximumCaseload") { Type = "Int32" },
        new("separateFrom") { Type = "Object", Editor = Editors.CheckList, Options = OptionSource.Roles, Syntax = "Object" },
    ];

    public override void Execute(BurstRun run, Execution execution)
    {
        var role = run.Text(execution, "role") ?? throw new ActivityFault("the role has no key");
        var person = run.PersonInput(execution, "person") ?? throw new ActivityFault($"nobody is named for the role '{role}'");
        var by = (run.Stimulus as Stimulus.TaskCompleted)?.PersonId;
        run.AssignPerson(execution, role, person, run.Number(execution, "maximumCaseload"), run.TextList(execution, "separateFrom"), by);
        run.Complete(execution);
    }
}

/// <summary>Promises a mail to people by role: the person of the case, or else everyone at the office who holds it.</summary>
public sealed class SendMail : Activity
{
    public override string Type => "Ops.SendMail";
    public override ActivityCategory? Category => ActivityCategory.Mail;
    public override IReadOnlyList<ActivityInput> Inputs { get; } =
    [
        new("toRoles", Required: true) { Type = "Object", Editor = Editors.CheckList, Options = OptionSource.Roles, Syntax = "Object" },
        new("mail", Required: true) { Editor = Editors.DropDown, Options = OptionSource.Mails },
        new("step"),
    ];

    public override void Execute(BurstRun run, Execution execution)
    {
        var text = run.Text(execution, "mail") ?? throw new ActivityFault("the mail has no text");
        var step = run.Text(execution, "step") ?? execution.Node.Name ?? execution.Node.OwnId;
        var told = run.MailPeople(run.TextList(execution, "toRoles").SelectMany(run.InRole), MailKind.Notice, run.MailKey(execution, text), step, null, null, []);
        run.LogCase(JournalEvents.MailPromised, execution.Node, null, new JsonObject
        {
            ["mail"] = text,
            ["to"] = new JsonArray([.. told.Select(id => JsonValue.Create(id))]),
        });
        run.Complete(execution);
    }
}

/// <summary>Announces the phase that the case has come to; may withdraw what is still open beside it, as when the support ends.</summary>
public sealed class CaseStatus : Activity
{
    public override string Type => "Ops.CaseStatus";
    public override ActivityCategory? Category => ActivityCategory.Case;
    public override IReadOnlyList<ActivityInput> Inputs { get; } =
    [
        new("status", Required: true),
        new("reason"),
        new("cancelOpenWork") { Type = "Boolean", Editor = Editors.CheckBox, Default = "False" },
    ];

    public override void Execute(BurstRun run, Execution execution)
    {
        if (run.Boolean(execution, "cancelOpenWork") == true)
            run.CancelBeside(execution);
        run.SetCaseStatus(execution, run.Text(execution, "status") ?? throw new ActivityFault("the status has no key"), run.Text(execution, "reason"));
        run.Complete(execution);
    }
}

/// <summary>
/// Waits for the next occurrence of periodic work that is counted from a named date, and leaves by Due; leaves by Finished when
/// the occurrences are used up or its end has come. The count goes on while that date stays the same.
/// </summary>
public sealed class RepeatEvery : Activity
{
    private static readonly string[] Due = ["Due"];
    private static readonly string[] Finished = ["Finished"];

    public override string Type => "Ops.RepeatEvery";
    public override ActivityCategory? Category => ActivityCategory.Time;
    public override bool CanWait => true;
    public override IReadOnlyList<ActivityPort> Ports { get; } = [new("Due"), new("Finished")];
    public override IReadOnlyList<ActivityInput> Inputs { get; } =
    [
        new("from", Required: true) { Editor = Editors.DropDown, Options = OptionSource.Milestones },
        new("first") { Type = "Int32" },
        new("every") { Type = "Int32" },
        new("unit") { Editor = Editors.DropDown, Options = OptionSource.LimitUnits, Default = "days" },
        new("at") { Type = "Object", Editor = Editors.MultiText, Syntax = "Object" },
        new("untilCondition") { Type = "Boolean", Syntax = "JavaScript" },
        new("untilMilestone") { Editor = Editors.DropDown, Options = OptionSource.Milestones },
    ];

    public override IEnumerable<Finding> Check(CompiledActivity activity) =>
        activity.Gives("every") || activity.Gives("at") ? [] : [new(FindingKind.InputMissing, activity.Node, "every")];

    public override void Execute(BurstRun run, Execution execution)
    {
        var milestone = run.Text(execution, "from") ?? throw new ActivityFault("the date to count from has no name");
        if (!run.Instance.Milestones.TryGetValue(milestone, out var from))
            throw new ActivityFault($"the periods count from the date '{milestone}', which the case does not have yet");
        var repeat = run.Instance.Repeats.TryGetValue(execution.Node.Id, out var known) && known.From == from ? known : new Repeat(from, 0);
        if (IsOver(run, execution) || Occurrence(run, execution, repeat) is not { } day)
        {
            run.Complete(execution, Finished);
            return;
        }
        run.Instance.Repeats[execution.Node.Id] = repeat;
        run.Wait(execution, dueAt: OfficeTime.StartOf(day));
    }

    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        var repeat = run.Instance.Repeats[execution.Node.Id];
        // Before it is counted: a condition that fails is tried again, for the same occurrence.
        var isOver = IsOver(run, execution);
        run.Instance.Repeats[execution.Node.Id] = repeat with { Done = repeat.Done + 1 };
        run.Complete(execution, isOver ? Finished : Due);
    }

    private static bool IsOver(BurstRun run, Execution execution) =>
        run.Boolean(execution, "untilCondition") == true
        || (run.Text(execution, "untilMilestone") is { } end && run.Instance.Milestones.TryGetValue(end, out var day) && day <= run.Today);

    /// <summary>The day of the next occurrence, without moving an end that falls on a day off: work is due on the day itself.</summary>
    private static DateOnly? Occurrence(BurstRun run, Execution execution, Repeat repeat)
    {
        var unit = run.LimitUnit(execution, "unit");
        var at = run.TextList(execution, "at");
        if (at.Count > 0)
        {
            if (repeat.Done >= at.Count)
                return null;
            return int.TryParse(at[repeat.Done], out var count)
                ? TimeLimit.Count(repeat.From, count, unit).Explanation.UnmovedEnd
                : throw new ActivityFault($"'{at[repeat.Done]}' is not a number of periods");
        }
        var every = run.Number(execution, "every") is { } number and > 0 ? number : throw new ActivityFault("a period of at least 1 is expected");
        var first = run.Number(execution, "first") ?? every;
        return TimeLimit.Count(repeat.From, first + every * repeat.Done, unit).Explanation.UnmovedEnd;
    }
}
