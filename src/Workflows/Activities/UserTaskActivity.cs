using OpsWorkflows.Calendars;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Activities;

/// <summary>Gives work to a person and waits until it is done; its outcomes are its ports.</summary>
public sealed class UserTaskActivity : Activity
{
    public const string TypeName = "Ops.UserTask";

    /// <summary>The value of <c>limitFrom</c> that counts from the day on which the task opens.</summary>
    public const string FromOpening = "opened";

    public override string Type => TypeName;
    public override ActivityCategory? Category => ActivityCategory.Tasks;
    public override bool CanWait => true;

    public override IReadOnlyList<ActivityInput> Inputs { get; } =
    [
        new("title", Required: true),
        new("instructions") { Editor = Editors.MultiLine },
        new("role") { Editor = Editors.DropDown, Options = OptionSource.Roles },
        new("person") { Type = "Object", Editor = Editors.DropDown, Options = OptionSource.People },
        new("form") { Editor = Editors.DropDown, Options = OptionSource.Forms },
        new("outcomes") { Type = "Object", Editor = Editors.Outcomes, Syntax = "Object" },
        new("outcomeLabels") { Type = "Object", Editor = Editors.Dictionary, Syntax = "Object" },
        new("limitCount") { Type = "Int32" },
        new("limitUnit") { Editor = Editors.DropDown, Options = OptionSource.LimitUnits, Default = "days" },
        new("limitFrom") { Editor = Editors.DropDown, Options = OptionSource.LimitStarts, Default = FromOpening },
        new("urgentLimitCount") { Type = "Int32" },
        new("urgentLimitUnit") { Editor = Editors.DropDown, Options = OptionSource.LimitUnits, Default = "days" },
        new("ladder") { Editor = Editors.DropDown, Options = OptionSource.Ladders },
        new("priority") { Editor = Editors.DropDown, Values = ["low", "normal", "high"] },
        new("rememberedAnswers") { Type = "Object", Editor = Editors.MultiText, Syntax = "Object" },
    ];

    public override IEnumerable<Finding> Check(CompiledActivity activity)
    {
        if (!activity.Gives("role") && !activity.Gives("person"))
            yield return new Finding(FindingKind.NoAssignee, activity.Node, "role");
        foreach (var finding in OutcomeChecks.OfTask(activity))
            yield return finding;
    }

    internal override bool WaitsWithoutLimit(CompiledActivity activity) => !activity.Gives("limitCount");

    public override void Execute(BurstRun run, Execution execution)
    {
        var person = run.PersonInput(execution, "person");
        var role = run.Text(execution, "role");
        var assignee = person ?? (role is not null && run.Instance.People.TryGetValue(role, out var onCase) ? onCase : null);
        if (assignee is null && role is null)
            throw new ActivityFault("the task has neither a role nor a person");
        var outcomes = run.Outcomes(execution);
        run.OpenTask(execution, new UserTask
        {
            Id = run.NextRowId(),
            ActivityId = execution.Node.Id,
            Step = execution.Node.Name ?? execution.Node.OwnId,
            Title = run.Text(execution, "title") ?? execution.Node.DisplayText ?? execution.Node.OwnId,
            Instructions = run.Text(execution, "instructions"),
            Role = role,
            Assignee = assignee,
            Form = run.FormKey(execution),
            Outcomes = outcomes,
            OutcomeLabels = Written(run.TextMap(execution, "outcomeLabels")),
            Priority = run.Text(execution, "priority") ?? (run.Instance.Urgent ? "high" : "normal"),
            Limit = Limit(run, execution),
        }, run.LadderKey(execution));
        run.Wait(execution);
    }

    /// <summary>What outcomes are called on screens, by their names, as it was typed in; none when a run works it out.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(CompiledActivity activity) => Written(Coerce.ToTextMap(activity.Given("outcomeLabels")).Value);

    /// <summary>An outcome with an empty label goes by its name.</summary>
    private static Dictionary<string, string> Written(IEnumerable<KeyValuePair<string, string>> labels) =>
        labels.Where(label => !string.IsNullOrWhiteSpace(label.Value)).ToDictionary(StringComparer.Ordinal);

    private static TimeLimit? Limit(BurstRun run, Execution execution)
    {
        var urgent = run.Instance.Urgent && run.Number(execution, "urgentLimitCount") is not null;
        if (run.Number(execution, urgent ? "urgentLimitCount" : "limitCount") is not { } count)
            return null;
        var unit = run.LimitUnit(execution, urgent ? "urgentLimitUnit" : "limitUnit");
        return run.CountLimit(run.Text(execution, "limitFrom"), count, unit);
    }

    /// <summary>Whether the task takes this completion: still open, theirs to do, with an outcome it has and the answers its form asks for.</summary>
    internal static void Accept(BurstRun run, Execution execution, Stimulus.TaskCompleted completed)
    {
        var task = execution.UserTask!;
        if (run.Instance.SuspendedOn is not null)
            throw new BurstRefused(new Refusal(RefusalCode.CaseSuspended));
        if (!MayDo(run, task, completed.PersonId))
            throw new BurstRefused(new Refusal(RefusalCode.NotYourTask));
        if (!run.Outcomes(execution).Contains(completed.Outcome))
            throw new BurstRefused(new Refusal(RefusalCode.UnknownOutcome));
        if (run.FormOf(execution) is not { } form)
            return;
        var problems = form.Validate(completed.Answers, completed.Outcome);
        foreach (var field in form.Fields)
        {
            if (field.Type == FieldType.Person && !problems.ContainsKey(field.Name)
                && Guid.TryParse((string?)completed.Answers[field.Name], out var chosen) && !run.IsEligible(chosen, field.Role))
                problems[field.Name] = AnswerProblems.NotEligible;
        }
        if (problems.Count > 0)
            throw new BurstRefused(new Refusal(RefusalCode.AnswersIncomplete, problems));
    }

    /// <summary>Whether the person may finish the task: it is theirs, or nobody's yet and they hold its role.</summary>
    internal static bool MayDo(BurstRun run, OpenUserTask task, Guid personId) =>
        task.Assignee is { } assignee ? assignee == personId : run.IsEligible(personId, task.Role);

    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        var completed = (Stimulus.TaskCompleted)run.Stimulus;
        foreach (var name in run.TextList(execution, "rememberedAnswers"))
        {
            if (completed.Answers.TryGetPropertyValue(name, out var answer))
                run.SetVariable(execution, name, Value.From(answer));
        }
        run.CloseTask(execution, execution.UserTask!, completed.Outcome, completed.PersonId);
        run.Changes.Answers = new GivenAnswers(run.NextRowId(), completed.TaskId, run.FormKey(execution) ?? "", completed.Answers, completed.PersonId);
        run.Complete(execution, [completed.Outcome]);
    }
}
