using System.Text.Json.Nodes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.UserTasks;

/// <summary>Who is told when about a limit that comes near or has passed: rungs in the order in which they are climbed.</summary>
public sealed record Ladder(IReadOnlyList<LadderRung> Rungs)
{
    private static readonly LadderRung Record = new(Rung.AtPassing, [], "");

    /// <summary>Tells nobody, but puts a missed limit on record.</summary>
    public static Ladder RecordOnly { get; } = new([Record]);

    internal static Ladder Read(JsonNode? json, string path)
    {
        if ((json as JsonObject)?["rungs"] is not JsonArray rungs)
            throw new DefinitionFormatException(path + ".rungs", FormatProblem.ArrayExpected);
        var read = rungs.Select((rung, i) => LadderRung.Read(rung as JsonObject ?? [], $"{path}.rungs[{i}]")).ToList();
        if (read.SkipLast(1).Any(rung => rung.When.Kind == RungKind.EveryWorkingDays))
            throw new DefinitionFormatException(path + ".rungs", FormatProblem.RungRepeatsTooSoon);
        if (!read.Exists(rung => rung.When.Kind == RungKind.AtPassing))
            read.Insert(read.FindLastIndex(rung => rung.IsReminder) + 1, Record);
        return new Ladder(read);
    }
}

/// <summary>One rung: when, to whom, with which mail text.</summary>
/// <param name="To">Role keys, or <see cref="Assignee"/>.</param>
public sealed record LadderRung(Rung When, IReadOnlyList<string> To, string Mail)
{
    /// <summary>Who has to do the work: the assignee, or everyone who may claim the task.</summary>
    public const string Assignee = "assignee";

    /// <summary>Whether the rung nudges before the end instead of telling that it has passed.</summary>
    public bool IsReminder => When.Kind == RungKind.WorkingDaysBefore;

    internal static LadderRung Read(JsonObject json, string path)
    {
        var days = json["workingDays"] is JsonValue value && value.TryGetValue(out int number) ? number : 0;
        var when = ((string?)json["when"], days) switch
        {
            ("before", > 0) => Rung.WorkingDaysBefore(days),
            ("passing", _) => Rung.AtPassing,
            ("after", > 0) => Rung.WorkingDaysAfter(days),
            ("every", > 0) => Rung.EveryWorkingDays(days),
            _ => throw new DefinitionFormatException(path, FormatProblem.RungMoment),
        };
        var to = (json["to"] as JsonArray)?.Select(item => (string?)item ?? "").Where(item => item.Length > 0).ToList() ?? [];
        if (to.Count == 0)
            throw new DefinitionFormatException(path + ".to", FormatProblem.RungReceivers);
        return new LadderRung(when, to, (string?)json["mail"] ?? throw new DefinitionFormatException(path + ".mail", FormatProblem.Missing));
    }
}
