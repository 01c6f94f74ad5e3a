namespace OpsWorkflows.Workflows.Tests.Engine.Model;

/// <summary>
/// A part of a flowchart with one way in and one way out. The reference interpreter runs figures as they stand; the engine sees only the
/// activities and connections that they are drawn with.
/// </summary>
internal abstract record Figure
{
    internal sealed record One(Step Step) : Figure;

    internal sealed record Chain(Figure[] Figures) : Figure;

    /// <summary>The ways that the head leaves by are gone side by side, and meet; the first that arrives may be enough.</summary>
    /// <param name="Branches">By port; a way without figures leads straight to where they meet.</param>
    internal sealed record Parting(Step Head, (string Port, Figure[] Way)[] Branches, Step Meeting, bool FirstIsEnough) : Figure;

    /// <summary>The way from the head to the decision is gone again while the decision says True.</summary>
    internal sealed record Again(Step Head, Figure[] Way, Step.Set Count, Step.Decide Decision) : Figure;

    internal IEnumerable<Step> Steps() => this switch
    {
        One one => [one.Step],
        Chain chain => chain.Figures.SelectMany(figure => figure.Steps()),
        Parting parting => [parting.Head, .. parting.Branches.SelectMany(branch => branch.Way).SelectMany(figure => figure.Steps()), parting.Meeting],
        Again again => [again.Head, .. again.Way.SelectMany(figure => figure.Steps()), again.Count, again.Decision],
        _ => throw new InvalidOperationException(),
    };

    internal IEnumerable<(string From, string Port, string To)> Connections() => this switch
    {
        One => [],
        Chain chain => Along(chain.Figures),
        Parting parting => parting.Branches.SelectMany(branch => Along([.. branch.Way, new One(parting.Meeting)])
            .Prepend((parting.Head.Id, branch.Port, branch.Way.Length > 0 ? branch.Way[0].In : parting.Meeting.Id))),
        Again again => Along([new One(again.Head), .. again.Way, new One(again.Count), new One(again.Decision)]).Append((again.Decision.Id, "True", again.Head.Id)),
        _ => throw new InvalidOperationException(),
    };

    private string In => this switch
    {
        One one => one.Step.Id,
        Chain chain => chain.Figures[0].In,
        Parting parting => parting.Head.Id,
        Again again => again.Head.Id,
        _ => throw new InvalidOperationException(),
    };

    private (string Step, string Port) Out => this switch
    {
        One one => (one.Step.Id, "Done"),
        Chain chain => chain.Figures[^1].Out,
        Parting parting => (parting.Meeting.Id, "Done"),
        Again again => (again.Decision.Id, "False"),
        _ => throw new InvalidOperationException(),
    };

    private static IEnumerable<(string From, string Port, string To)> Along(Figure[] figures) =>
        figures.SelectMany(figure => figure.Connections()).Concat(figures.Zip(figures.Skip(1), (from, to) => (from.Out.Step, from.Out.Port, to.In)));
}
