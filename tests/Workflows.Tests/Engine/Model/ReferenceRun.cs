namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>
/// What a program means, as plainly as it can be said: after each answer every step is looked at again from the root and goes as far as
/// it can. There is no queue, no counter and no token; which way the engine takes to the same end is its own affair.
/// </summary>
internal sealed class ReferenceRun
{
    private readonly Part _root;

    /// <param name="variables">What the variables are at the start.</param>
    /// <param name="trigger">The wait that has started the run, which is over therefore; null when none did.</param>
    public ReferenceRun(Step program, IReadOnlyDictionary<string, int> variables, string? trigger)
    {
        Variables = new(variables, StringComparer.Ordinal);
        Trigger = trigger;
        _root = new Part(program);
        GoOn();
    }

    private enum State
    {
        Waiting,
        Done,
        Broke,
    }

    public bool IsOver { get; private set; }
    public bool IsCancelled { get; private set; }
    public Dictionary<string, int> Variables { get; }

    /// <summary>How often each step has completed.</summary>
    public SortedDictionary<string, int> Completed { get; } = new(StringComparer.Ordinal);

    /// <summary>The steps that wait for an answer.</summary>
    public List<string> Waiting => Open(part => part.Step is Step.Wait);

    /// <summary>The steps that a fault has stopped.</summary>
    public List<string> Faulted => Open(part => part.Step is Step.Fault or Step.Fragile);

    private string? Trigger { get; }

    /// <summary>Ends the wait at a step for the items it is about, all of them when none are given. A step that is left out after a fault ends the same way.</summary>
    public void Answer(string step, string? items)
    {
        foreach (var part in At(step, items))
            part.Answered = true;
        GoOn();
    }

    /// <summary>Tries again a step that a fault has stopped, after a repair of its variable if one is given.</summary>
    public void Retry(string step, string items, string? repaired)
    {
        if (repaired is not null)
            Variables[repaired] = 1;
        var stopped = At(step, items).Single();
        stopped.Answered = stopped.Step is Step.Fragile fragile && Variables[fragile.Variable] == 1;
        GoOn();
    }

    public void Cancel() => (IsOver, IsCancelled) = (true, true);

    private void GoOn() => IsOver = Advance(_root) != State.Waiting;

    private List<string> Open(Func<Part, bool> kind) => IsOver ? [] : [.. Parts(_root, "").Where(found => kind(found.Part)).Select(found => found.Part.Step.Id)];

    private List<Part> At(string step, string? items) =>
        [.. Parts(_root, "").Where(found => found.Part.Step.Id == step && found.Part.Figure is null && (items is null || found.Items == items)).Select(found => found.Part)];

    /// <summary>The parts that run, each with the numbers of the items that it is about, from the outermost.</summary>
    private static IEnumerable<(Part Part, string Items)> Parts(Part part, string items) => part.State != State.Waiting ? []
        : part.Children.Index().Where(child => child.Item is not null)
            .SelectMany(child => Parts(child.Item!, part is { Figure: null, Step: Step.Each } ? items + child.Index : items))
            .Prepend((part, items));

    private State Advance(Part part)
    {
        if (part.State != State.Waiting)
            return part.State;
        part.State = Next(part);
        if (part.State != State.Waiting && part.Figure is null)
            Completed[part.Step.Id] = Completed.GetValueOrDefault(part.Step.Id) + 1;
        return part.State;
    }

    private State Next(Part part)
    {
        if (part.Figure is { } figure)
            return Follow(part, figure);
        switch (part.Step)
        {
            case Step.Wait:
                return part.Answered || part.Step.Id == Trigger ? State.Done : State.Waiting;
            case Step.Fault:
                return part.Answered ? State.Done : State.Waiting;
            case Step.Fragile fragile:
                part.Answered |= !part.Began && Variables[fragile.Variable] == 1;
                part.Began = true;
                return part.Answered ? State.Done : State.Waiting;
            case Step.Break:
                return State.Broke;
            case Step.Set set:
                Variables[set.Variable] = ((Variables[set.Variable] * set.Times) + set.Plus) % 10;
                return State.Done;
            case Step.Decide choice:
                var holding = choice.Cases.Where(item => Holds(item.When)).Select(item => item.Port).ToArray();
                part.LeavesBy = holding.Length == 0 ? [choice.Otherwise] : choice.Any ? holding : holding[..1];
                return State.Done;
            case Step.Spread spread:
                part.LeavesBy = spread.Ports;
                return State.Done;
            case Step.Sequence sequence:
                return OneByOne(part, sequence.Steps);
            case Step.AtOnce branches:
                return AllAtOnce(part, branches.Steps, branches.FirstIsEnough);
            case Step.If condition:
                part.Chosen ??= (Holds(condition.When) ? condition.Then : condition.Else) is { } branch ? [branch] : [];
                return OneByOne(part, part.Chosen);
            case Step.Switch choice:
                part.Chosen ??= choice.Cases.Where(item => Holds(item.When)).Select(item => item.Step).ToArray() switch
                {
                    [] => choice.Default is { } other ? [other] : [],
                    var matching => choice.Any ? matching : matching[..1],
                };
                return AllAtOnce(part, part.Chosen, firstIsEnough: false);
            case Step.Loop loop:
                return OneByOne(part, [.. Enumerable.Repeat(loop.Body, loop.Rounds)]) == State.Waiting ? State.Waiting : State.Done;
            case Step.Each each:
                return AllAtOnce(part, [.. Enumerable.Repeat(each.Body, each.Items)], firstIsEnough: false);
            case Step.Flow flow:
                return FollowConnections(part, flow);
            case Step.Chart chart:
                return Advance(part.Child(0, chart.Body));
            default:
                return State.Done;
        }
    }

    private bool Holds(Condition condition) => condition.Variable is null ? condition.Holds : Variables[condition.Variable] < condition.Below;

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

    private State AllAtOnce(Part part, Step[] steps, bool firstIsEnough) =>
        Together([.. steps.Index().Select(entry => Advance(part.Child(entry.Index, entry.Item)))], firstIsEnough);

    private static State Together(List<State> states, bool firstIsEnough) =>
        firstIsEnough ? states.Contains(State.Done) ? State.Done : State.Waiting
        : states.Contains(State.Waiting) ? State.Waiting : State.Done;

    private State Follow(Part part, Figure figure)
    {
        switch (figure)
        {
            case Figure.One one:
                return Advance(part.Child(0, one.Step));
            case Figure.Chain chain:
                return Along(part, chain.Figures);
            case Figure.Parting parting:
                var head = part.Child(0, parting.Head);
                if (Advance(head) == State.Waiting)
                    return State.Waiting;
                if (!part.Answered)
                {
                    var ways = parting.Branches.Index().Where(branch => head.LeavesBy.Contains(branch.Item.Port))
                        .Select(branch => Advance(part.Child(branch.Index + 2, new Figure.Chain(branch.Item.Way)))).ToList();
                    if (Together(ways, parting.FirstIsEnough) == State.Waiting)
                        return State.Waiting;
                    // Ways that have not arrived when one is enough are given up.
                    part.Answered = true;
                    part.Children.RemoveRange(2, part.Children.Count - 2);
                }
                return Advance(part.Child(1, parting.Meeting));
            case Figure.Again again:
                for (var round = 0; ; round++)
                {
                    var way = part.Child(round, new Figure.Chain([new Figure.One(again.Head), .. again.Way, new Figure.One(again.Count), new Figure.One(again.Decision)]));
                    if (Advance(way) == State.Waiting)
                        return State.Waiting;
                    if (!way.Children[^1]!.Children[0]!.LeavesBy.Contains("True"))
                        return State.Done;
                }
            default:
                throw new InvalidOperationException();
        }
    }

    private State Along(Part part, Figure[] figures)
    {
        foreach (var (i, figure) in figures.Index())
        {
            if (Advance(part.Child(i, figure)) == State.Waiting)
                return State.Waiting;
        }
        return State.Done;
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
            var followed = inbound.Count(connection => !dead[connection.From] && part.Children[connection.From]!.LeavesBy.Contains(connection.Port));
            dead[i] = i > 0 && (step is Step.Join { Mode: "WaitAll" } ? followed < inbound.Count : followed == 0);
            over[i] = dead[i] || Advance(part.Child(i, step)) != State.Waiting;
        }
        return Array.TrueForAll(over, one => one) ? State.Done : State.Waiting;
    }

    /// <summary>One run of a step, or of a figure of a flowchart.</summary>
    private sealed class Part(Step step, Figure? figure = null)
    {
        public Step Step { get; } = step;
        public Figure? Figure { get; } = figure;
        public State State { get; set; }
        public bool Answered { get; set; }
        public bool Began { get; set; }

        /// <summary>The steps that conditions have chosen when they were asked.</summary>
        public Step[]? Chosen { get; set; }
        public string[] LeavesBy { get; set; } = ["Done"];
        public List<Part?> Children { get; } = [];

        public Part Child(int index, Step step) => Children.ElementAtOrDefault(index) ?? Add(index, new Part(step));

        public Part Child(int index, Figure figure) => Children.ElementAtOrDefault(index) ?? Add(index, new Part(Step, figure));

        private Part Add(int index, Part part)
        {
            while (Children.Count <= index)
                Children.Add(null);
            return Children[index] = part;
        }
    }
}
