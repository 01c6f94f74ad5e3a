namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>
/// What a program means, as plainly as it can be said: after each answer every step is looked at again from the root and goes as far as
/// it can. There is no queue, no counter and no token; which way the engine takes to the same end is its own affair.
/// </summary>
internal sealed class ReferenceRun
{
    private readonly Part _root;
    private int _began;

    public ReferenceRun(Step program)
    {
        _root = new Part(program);
        IsOver = Advance(_root) != State.Waiting;
    }

    private enum State
    {
        Waiting,
        Done,
        Broke,
    }

    public bool IsOver { get; private set; }

    /// <summary>How often each step has completed.</summary>
    public SortedDictionary<string, int> Completed { get; } = new(StringComparer.Ordinal);

    /// <summary>The steps that wait for an answer, in the order in which they began.</summary>
    public List<string> Waiting => [.. Waits(_root).OrderBy(part => part.Began).Select(part => part.Step.Id)];

    /// <summary>How many steps a fault has stopped.</summary>
    public int Faulted => Parts(_root).Count(part => part.Step is Step.Fault);

    /// <summary>Answers the n-th of the waits at a step; all of them when no number is given.</summary>
    public void Answer(string step, int? nth)
    {
        var waits = Waits(_root).Where(part => part.Step.Id == step).OrderBy(part => part.Began).ToList();
        foreach (var part in nth is { } number ? [waits[number]] : waits)
            part.Answered = true;
        IsOver = Advance(_root) != State.Waiting;
    }

    private static IEnumerable<Part> Waits(Part part) => Parts(part).Where(one => one.Step is Step.Wait);

    /// <summary>The parts that run.</summary>
    private static IEnumerable<Part> Parts(Part part) =>
        part.State != State.Waiting ? [] : part.Children.Where(child => child is not null).SelectMany(child => Parts(child!)).Prepend(part);

    private State Advance(Part part)
    {
        if (part.State != State.Waiting)
            return part.State;
        part.State = Next(part);
        if (part.State != State.Waiting)
            Completed[part.Step.Id] = Completed.GetValueOrDefault(part.Step.Id) + 1;
        return part.State;
    }

    private State Next(Part part)
    {
        switch (part.Step)
        {
            case Step.Wait:
                part.Began = part.Began == 0 ? ++_began : part.Began;
                return part.Answered ? State.Done : State.Waiting;
            case Step.Fault:
                return State.Waiting;
            case Step.Break:
                return State.Broke;
            case Step.Sequence sequence:
                return OneByOne(part, sequence.Steps);
            case Step.AtOnce branches:
                return AllAtOnce(part, branches.Steps, branches.FirstIsEnough);
            case Step.If condition:
                return OneByOne(part, (condition.Holds ? condition.Then : condition.Else) is { } branch ? [branch] : []);
            case Step.Switch choice:
                var matching = choice.Cases.Where(item => item.Holds).Select(item => item.Step).ToArray();
                return AllAtOnce(part, matching.Length == 0 ? choice.Default is { } other ? [other] : [] : choice.Any ? matching : matching[..1], firstIsEnough: false);
            case Step.Loop loop:
                return OneByOne(part, [.. Enumerable.Repeat(loop.Body, loop.Rounds)]) == State.Waiting ? State.Waiting : State.Done;
            case Step.Each each:
                return AllAtOnce(part, [.. Enumerable.Repeat(each.Body, each.Items)], firstIsEnough: false);
            case Step.Flow flow:
                return FollowConnections(part, flow);
            default:
                return State.Done;
        }
    }

    private State OneByOne(Part part, Step[] steps)
    {
        foreach (var (i, step) in steps.Index())
        {
            var state = Advance(part.Child(i, step));
            if (state != State.Done)
                return state;
        }
        return State.Done;
    }

    private State AllAtOnce(Part part, Step[] steps, bool firstIsEnough)
    {
        var states = steps.Index().Select(entry => Advance(part.Child(entry.Index, entry.Item))).ToList();
        return firstIsEnough ? states.Contains(State.Done) ? State.Done : State.Waiting
            : states.Contains(State.Waiting) ? State.Waiting : State.Done;
    }

    /// <summary>A step runs once all connections to it are known to be followed or dead, if one is followed (for a strict join: if all are).</summary>
    private State FollowConnections(Part part, Step.Flow flow)
    {
        var (over, dead) = (new bool[flow.Steps.Length], new bool[flow.Steps.Length]);
        foreach (var (i, step) in flow.Steps.Index())
        {
            var inbound = flow.Connections.Where(connection => connection.To == i).ToList();
            if (!inbound.TrueForAll(connection => over[connection.From]))
                continue;
            var followed = inbound.Count(connection => !dead[connection.From] && flow.Steps[connection.From].Port == connection.Port);
            dead[i] = i > 0 && (step is Step.Join { All: true } ? followed < inbound.Count : followed == 0);
            over[i] = dead[i] || Advance(part.Child(i, step)) != State.Waiting;
        }
        return Array.TrueForAll(over, one => one) ? State.Done : State.Waiting;
    }

    /// <summary>One run of a step.</summary>
    private sealed class Part(Step step)
    {
        public Step Step { get; } = step;
        public State State { get; set; }
        public bool Answered { get; set; }
        public int Began { get; set; }
        public List<Part?> Children { get; } = [];

        public Part Child(int index, Step step)
        {
            while (Children.Count <= index)
                Children.Add(null);
            return Children[index] ??= new Part(step);
        }
    }
}
