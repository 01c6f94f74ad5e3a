using System.Collections.Frozen;

namespace OpsWorkflows.Activities;

/// <summary>The activities that this service runs, by type name.</summary>
public static class ActivityRegistry
{
    private static readonly FrozenDictionary<string, Activity> ByType = new Activity[]
    {
        new WorkflowActivity(), new Flowchart(), new Sequence(), new If(),
        new Switch(), new Fork(), new Parallel(), new While(), new For(), new ForEach(), new ParallelForEach(), new Break(),
        new FlowDecision(), new FlowSwitch(), new FlowFork(), new FlowJoin(),
        new Start(), new End(), new Finish(), new Complete(), new Fault(),
        new SetVariable(), new SetName(), new SetOutput(), new Correlate(), new WriteLine(), new RunJavaScript(),
        new Delay(), new StartAt(), new Timer(), new Cron(), new Event(), new PublishEvent(), new RunTask(),
        new ExecuteWorkflow(), new DispatchWorkflow(), new BulkDispatchWorkflows(), new SendHttpRequest(), new FlowSendHttpRequest(),
        new UserTaskActivity(), new SetMilestone(), new StartLimit(), new EndLimit(),
        new AssignPerson(), new SendMail(), new RepeatEvery(), new CaseStatus(),
    }.ToFrozenDictionary(activity => activity.Type, StringComparer.Ordinal);

    public static IEnumerable<Activity> All => ByType.Values;

    public static Activity? Find(string type, int version) => version == 1 ? ByType.GetValueOrDefault(type) : null;
}
