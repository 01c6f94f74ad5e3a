using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Activities;

/// <summary>What an activity of one type does. A behaviour is stateless; the state is in the execution.</summary>
public abstract class Activity
{
    /// <summary>The type name as definitions write it, such as <c>Elsa.Delay</c> or <c>Ops.UserTask</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Where designers list it; null when they don't offer it.</summary>
    public abstract ActivityCategory? Category { get; }

    /// <summary>Whether it can start a workflow when what it waits for comes.</summary>
    public virtual bool IsTrigger => false;

    /// <summary>What a trigger waits for; null when the activity is none.</summary>
    internal virtual Trigger? TriggerOf(BurstRun run, Execution execution) => null;

    /// <summary>Whether a flowchart is over when this activity completes.</summary>
    public virtual bool IsTerminal => false;

    /// <summary>Whether it can stay open until something comes from outside.</summary>
    public virtual bool CanWait => IsTrigger;

    /// <summary>Whether it waits, as it was drawn, for something that may never come.</summary>
    internal virtual bool WaitsWithoutLimit(CompiledActivity activity) => false;

    /// <summary>Whether nothing leads to it.</summary>
    public virtual bool IsStart => false;

    /// <summary>Whether it holds activities that designers draw inside it.</summary>
    public virtual bool IsContainer => false;

    /// <summary>The inputs that the activity reads, in the order in which designers show them; it cannot read others.</summary>
    public virtual IReadOnlyList<ActivityInput> Inputs => [];

    public virtual IReadOnlyList<ActivityOutput> Outputs => [];

    /// <summary>Its ends that do not depend on inputs; with none it leaves by Done.</summary>
    public virtual IReadOnlyList<ActivityPort> Ports => [];

    /// <summary>Called when the activity is reached.</summary>
    public abstract void Execute(BurstRun run, Execution execution);

    /// <summary>Called when what the activity waits for has come.</summary>
    public virtual void Resume(BurstRun run, Execution execution, Value payload) => run.Complete(execution);

    /// <summary>Called on the owner when an activity in it has completed.</summary>
    public virtual void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes) { }

    /// <summary>Called on an activity that was cancelled and on every container above it.</summary>
    public virtual void DescendantCanceled(BurstRun run, Execution execution, Execution descendant) { }

    /// <summary>Whether a Break inside stops it after the child that runs.</summary>
    internal virtual bool HearsBreak => IsLoop;

    /// <summary>Whether a Break goes no further up.</summary>
    internal virtual bool IsLoop => false;

    /// <summary>Called on every container above a Complete, from the inside out.</summary>
    /// <returns>Whether the containers further up are spared.</returns>
    internal virtual bool CompletesComposite(BurstRun run, Execution execution, Execution sender, IReadOnlyList<string> outcomes) => false;

    /// <summary>Whether what it waits for comes but once, so that after a fault it has to begin anew instead of waiting on.</summary>
    internal virtual bool SpendsWait => false;

    /// <summary>What is worked out once for a version of a definition and used by every run of it.</summary>
    public virtual object? Prepare(CompiledActivity activity) => null;

    /// <summary>What is wrong with an activity as it was drawn, besides missing inputs.</summary>
    public virtual IEnumerable<Finding> Check(CompiledActivity activity) => [];
}

/// <summary>An activity cannot go on: becomes an incident of the instance.</summary>
internal sealed class ActivityFault(string message) : Exception(message);

/// <summary>An activity does not allow the stimulus: nothing of the burst is written.</summary>
internal sealed class BurstRefused(Refusal refusal) : Exception(refusal.Code.ToString())
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>The burst has to know more before it can go on.</summary>
internal sealed class FactsMissing(IReadOnlyCollection<(Guid Person, string Role)> caseloadOf) : Exception("facts are missing")
{
    public IReadOnlyCollection<(Guid Person, string Role)> CaseloadOf { get; } = caseloadOf;
}
