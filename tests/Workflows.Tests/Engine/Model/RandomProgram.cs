namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>
/// Draws programs at random: every container in every other, up to a depth. Left out is what Elsa stops with a fault: in a counter-based
/// flowchart, cancelling what stands deeper than in the flowchart itself.
/// </summary>
/// <param name="byTokens">Without dead paths, for which a join of a token-based flowchart would wait for ever.</param>
internal sealed class RandomProgram(Random random, bool byTokens)
{
    private const int MaximumDepth = 4;
    private static readonly string[] Waits = ["Elsa.Event", "Elsa.RunTask", "Ops.UserTask", "Elsa.Delay"];
    private int _count;
    private int _flows;

    public Step Draw() => random.Next(3) == 0 ? Any(0, canBreak: false) : Flow(0);

    private string NewId() => "s" + ++_count;

    private Step Any(int depth, bool canBreak) => random.Next(depth >= MaximumDepth ? 6 : 16) switch
    {
        0 or 1 => new Step.Write(NewId()),
        2 or 3 => Wait(),
        4 => random.Next(8) == 0 ? new Step.Fault(NewId()) : new Step.Write(NewId()),
        5 => canBreak ? new Step.Break(NewId()) : Wait(),
        6 or 7 => Sequence(depth, canBreak),
        8 => new Step.AtOnce(NewId(), Many(depth, 1, 4), random.Next(2) == 0, FirstIsEnough: false),
        9 => new Step.AtOnce(NewId(), [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => AfterWait(depth))], IsFork: true, FirstIsEnough: true),
        10 => new Step.If(NewId(), random.Next(2) == 0, Perhaps(depth, canBreak), Perhaps(depth, canBreak)),
        11 => Choice(depth),
        12 => new Step.Loop(NewId(), random.Next(2) == 0 ? "Elsa.For" : "Elsa.ForEach", random.Next(4), Any(depth + 1, canBreak: true)),
        13 => new Step.Loop(NewId(), "Elsa.While", 1, new Step.Sequence(NewId(), [Any(depth + 1, canBreak: true), new Step.Break(NewId())])),
        14 => new Step.Each(NewId(), random.Next(4), Any(depth + 1, canBreak: false)),
        _ => Flow(depth),
    };

    private Step.Wait Wait() => new(NewId(), Waits[random.Next(Waits.Length)]);

    private Step? Perhaps(int depth, bool canBreak) => random.Next(4) == 0 ? null : Any(depth + 1, canBreak);

    private Step[] Many(int depth, int least, int most) => [.. Enumerable.Range(0, random.Next(least, most)).Select(_ => Any(depth + 1, canBreak: false))];

    private Step.Sequence Sequence(int depth, bool canBreak) =>
        new(NewId(), [.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(depth + 1, canBreak))]);

    /// <summary>A branch that cannot end before the others have begun.</summary>
    private Step.Sequence AfterWait(int depth) => new(NewId(), [Wait(), .. Many(depth, 0, 3)]);

    private Step.Switch Choice(int depth) => new(
        NewId(),
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(2) == 0, Any(depth + 1, canBreak: false)))],
        Perhaps(depth, canBreak: false),
        random.Next(2) == 0);

    private Step.Flow Flow(int depth)
    {
        _flows++;
        var steps = new Step[random.Next(1, 7)];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = random.Next(6) switch
            {
                0 when !byTokens => new Step.Decision(NewId(), random.Next(2) == 0),
                1 => new Step.Join(NewId(), random.Next(2) == 0),
                _ => Any(depth + 1, canBreak: false),
            };
        }
        var connections = new HashSet<(int, string, int)>();
        for (var to = 1; to < steps.Length; to++)
        {
            for (var n = random.Next(1, 3); n > 0; n--)
            {
                var from = random.Next(to);
                connections.Add((from, steps[from] is Step.Decision && random.Next(2) == 0 ? "True" : steps[from] is Step.Decision ? "False" : "Done", to));
            }
        }
        _flows--;
        return new Step.Flow(NewId(), steps, [.. connections]);
    }
}
