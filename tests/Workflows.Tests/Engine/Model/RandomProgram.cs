namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>
/// Draws programs at random: every container in every other, up to a depth. Left out is what Elsa itself loses or faults on, of which
/// publishing warns.
/// </summary>
internal sealed class RandomProgram(Random random, bool byTokens)
{
    private const int MaximumDepth = 4;
    private const string Shared = "v";
    private static readonly string[] Waits = ["Elsa.Event", "Elsa.RunTask", "Ops.UserTask", "Elsa.Delay", "Elsa.ExecuteWorkflow"];
    private static readonly string[] Ports = ["A", "B", "C"];
    private int _count;

    /// <summary>The variables of the program and what they are at the start.</summary>
    public Dictionary<string, int> Variables { get; } = new(StringComparer.Ordinal) { [Shared] = random.Next(10) };

    public Step Draw() => random.Next(3) switch
    {
        0 => Any(new Place()),
        1 => Flow(new Place()),
        _ => Chart(new Place()),
    };

    private string NewId() => "s" + ++_count;

    private Step Any(Place place) => random.Next(place.Depth >= MaximumDepth ? 8 : 20) switch
    {
        0 or 1 => Write(place),
        2 or 3 => Wait(),
        4 => random.Next(8) switch
        {
            0 => new Step.Fault(NewId()),
            1 => Fragile(),
            _ => new Step.Write(NewId()),
        },
        5 => place.CanBreak ? new Step.Break(NewId()) : Wait(),
        6 => Write(place),
        7 => Wait(),
        8 or 9 => Sequence(place),
        10 => new Step.AtOnce(NewId(), Many(place.Beside, 1, 4), random.Next(2) == 0, FirstIsEnough: false),
        11 => new Step.AtOnce(NewId(), [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => AfterWait(place.Beside))], IsFork: true, FirstIsEnough: true),
        12 => new Step.If(NewId(), Condition(), Perhaps(place), Perhaps(place)),
        13 => Choice(place),
        14 => new Step.Loop(NewId(), random.Next(2) == 0 ? "Elsa.For" : "Elsa.ForEach", random.Next(4), Any(place.Deeper with { CanBreak = true })),
        15 => new Step.Loop(NewId(), "Elsa.While", 1, new Step.Sequence(NewId(), [Any(place.Deeper with { CanBreak = true }), new Step.Break(NewId())])),
        16 => new Step.Each(NewId(), random.Next(4), Any(place.Beside with { IsMany = true })),
        17 => Flow(place),
        _ => Chart(place),
    };

    /// <summary>What goes on beside a step that changes a variable sees it changed sooner or later: only one that is alone does.</summary>
    private Step Write(Place place) => place.IsAlone && random.Next(2) == 0
        ? new Step.Set(NewId(), Shared, random.Next(1, 4), random.Next(10))
        : new Step.Write(NewId());

    private Step.Fragile Fragile()
    {
        var fragile = new Step.Fragile(NewId());
        Variables[fragile.Variable] = 0;
        return fragile;
    }

    private Step.Wait Wait() => new(NewId(), Waits[random.Next(Waits.Length)]);

    private Condition Condition() => random.Next(2) == 0 ? new Condition(random.Next(2) == 0) : new Condition(false, Shared, random.Next(1, 10));

    private Step? Perhaps(Place place) => random.Next(4) == 0 ? null : Any(place.Deeper);

    private Step[] Many(Place place, int least, int most) => [.. Enumerable.Range(0, random.Next(least, most)).Select(_ => Any(place with { CanBreak = false }))];

    private Step.Sequence Sequence(Place place) =>
        new(NewId(), [.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(place.Deeper))]);

    /// <summary>A branch that cannot end before the others have begun.</summary>
    private Step.Sequence AfterWait(Place place) => new(NewId(), [Wait(), .. Many(place, 0, 3)]);

    private Step.Switch Choice(Place place)
    {
        var any = random.Next(2) == 0;
        var inside = any ? place.Beside : place.Deeper with { CanBreak = false };
        return new(
            NewId(),
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Condition(), Any(inside)))],
            random.Next(4) == 0 ? null : Any(inside),
            any);
    }

    private Step.Flow Flow(Place place)
    {
        var steps = new Step[random.Next(1, 7)];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = random.Next(6) switch
            {
                0 when !byTokens => Decide(random.Next(2) == 0),
                1 => new Step.Join(NewId(), random.Next(2) == 0 ? "WaitAll" : "WaitAllActive"),
                _ => Any(place.Beside),
            };
        }
        var connections = new HashSet<(int, string, int)>();
        for (var to = 1; to < steps.Length; to++)
        {
            for (var n = random.Next(1, 3); n > 0; n--)
            {
                var from = random.Next(to);
                connections.Add((from, PortOf(steps[from]), to));
            }
        }
        return new Step.Flow(NewId(), steps, [.. connections]);
    }

    private string PortOf(Step step) => step is not Step.Decide choice ? "Done"
        : random.Next(choice.Cases.Length + 1) is var port && port < choice.Cases.Length ? choice.Cases[port].Port
        : choice.Otherwise;

    private Step.Decide Decide(bool isSwitch) => isSwitch
        ? new(NewId(), [.. Ports[..random.Next(1, 4)].Select(port => (port, Condition()))], IsSwitch: true, Any: !byTokens && random.Next(2) == 0)
        : new(NewId(), [("True", Condition())], IsSwitch: false, Any: false);

    private Step.Chart Chart(Place place) => new(NewId(), new Figure.Chain(Figures(place.Deeper with { CanBreak = false }, new Way(CanGoBack: !place.IsMany), random.Next(1, 4))));

    private Figure[] Figures(Place place, Way way, int count) => [.. Enumerable.Range(0, count).SelectMany(_ => random.Next(place.Depth >= MaximumDepth ? 2 : 6) switch
    {
        0 or 1 or 2 => [new Figure.One(Any(place))],
        3 when way.CanGoBack => Again(place),
        5 when !way.CanBeCancelled => [Side(place)],
        _ => (Figure[])[Parting(place, way)],
    })];

    /// <summary>A way back, which comes to its end by a variable of its own.</summary>
    private Figure[] Again(Place place)
    {
        var counter = "n" + NewId();
        Variables[counter] = 0;
        var decision = new Step.Decide(NewId(), [("True", new Condition(false, counter, random.Next(1, 4)))], IsSwitch: false, Any: false);
        return
        [
            new Figure.One(new Step.Set(NewId(), counter, 0, 0)),
            new Figure.Again(new Step.Write(NewId()), Figures(place.Deeper, new Way(CanGoBack: true, IsRepeated: true), random.Next(3)), new Step.Set(NewId(), counter, 1, 1), decision),
        ];
    }

    /// <summary>One of several ways, or several of them where ways that lead nowhere are heard of.</summary>
    private Figure.Parting Parting(Place place, Way way)
    {
        var head = Decide(random.Next(2) == 0);
        if (way.CanBeCancelled)
            head = head with { Any = false };
        var inside = head.Any ? place.Beside : place.Deeper;
        Step meeting = random.Next(3) switch
        {
            0 when !byTokens && !head.Any => new Step.Join(NewId(), random.Next(2) == 0 ? "WaitAny" : "WaitAllActive"),
            0 when !byTokens => new Step.Join(NewId(), "WaitAllActive"),
            // A token that blocks a way outlives the round.
            0 when !way.IsRepeated => new Step.Join(NewId(), "WaitAny"),
            1 when !way.IsRepeated => new Step.Write(NewId()) { Merge = random.Next(2) == 0 ? "Race" : "Cascade" },
            _ => new Step.Write(NewId()) { Merge = "Stream" },
        };
        return new(head, [.. head.Cases.Select(item => item.Port).Append(head.Otherwise).Select(port => (port, Branch(inside, way, 0)))], meeting, FirstIsEnough: false);
    }

    /// <summary>All of several ways; the first that arrives may be enough where the others can be called back.</summary>
    private Figure.Parting Side(Place place)
    {
        var ports = Ports[..random.Next(2, 4)];
        var firstIsEnough = !byTokens && random.Next(3) == 0;
        Step meeting = firstIsEnough ? new Step.Join(NewId(), "WaitAny") : random.Next(4) switch
        {
            0 => new Step.Join(NewId(), "WaitAll"),
            1 => new Step.Join(NewId(), "WaitAllActive"),
            2 => new Step.Write(NewId()) { Merge = "Converge" },
            _ => new Step.Write(NewId()),
        };
        var way = new Way(IsRepeated: true, CanBeCancelled: firstIsEnough);
        return new(new Step.Spread(NewId(), ports), [.. ports.Select(port => (port, firstIsEnough ? [new Figure.One(Wait()), .. Branch(place.Beside, way, 0)] : Branch(place.Beside, way, 1)))], meeting, firstIsEnough);
    }

    private Figure[] Branch(Place place, Way way, int least) => Figures(place.Deeper, way with { CanGoBack = false }, random.Next(least, 3));

    /// <summary>What a way through a flowchart has around it there.</summary>
    /// <param name="CanGoBack">Whether nothing waits for it to arrive but what comes next.</param>
    /// <param name="IsRepeated">Whether it may be gone again, or others beside it.</param>
    /// <param name="CanBeCancelled">Whether another way may win against it; where ways of it meet, Elsa goes on with those that have arrived.</param>
    private readonly record struct Way(bool CanGoBack = false, bool IsRepeated = false, bool CanBeCancelled = false);

    /// <summary>Where a step stands.</summary>
    /// <param name="CanBreak">Whether a Break ends the loop around it and nothing else.</param>
    /// <param name="IsAlone">Whether nothing goes on beside it.</param>
    /// <param name="IsMany">Whether it may run several times at once.</param>
    private readonly record struct Place(int Depth, bool CanBreak, bool IsAlone, bool IsMany)
    {
        public Place()
            : this(0, CanBreak: false, IsAlone: true, IsMany: false) { }

        public Place Deeper => this with { Depth = Depth + 1 };
        public Place Beside => this with { Depth = Depth + 1, CanBreak = false, IsAlone = false };
    }
}
