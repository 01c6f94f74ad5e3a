using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Demo;

/// <summary>A family of the demo office and what has happened in its case until today; days are counted back from today.</summary>
sealed record DemoFamily(string Name, string Address)
{
    public required int ReceivedDaysAgo { get; init; }
    public string Source { get; init; } = "institution";
    public bool Urgent { get; init; }

    /// <summary>The account of the social worker who takes the information.</summary>
    public string Worker { get; init; } = "social-worker";

    /// <summary>The account of the assistant whom the director assigns.</summary>
    public string Assistant { get; init; } = "assistant";
    public IReadOnlyList<DemoEvent> Events { get; init; } = [];
}

/// <summary>Something that a person did in a case, <paramref name="DaysAgo"/> or on the next working day.</summary>
abstract record DemoEvent(int DaysAgo)
{
    /// <summary>A step was finished with an outcome.</summary>
    public sealed record Done(int DaysAgo, string Step, string Outcome) : DemoEvent(DaysAgo);

    /// <summary>The case was suspended by the team supervisor.</summary>
    public sealed record Suspended(int DaysAgo, string Reason) : DemoEvent(DaysAgo);
}

/// <summary>What forms of the shipped procedure are filled in with.</summary>
static class DemoAnswers
{
    public static JsonObject Of(string step, string outcome, DateOnly day, Guid assistant) => (step, outcome) switch
    {
        ("interview", _) => new()
        {
            ["interviewDate"] = Text(day),
            ["place"] = "W miejscu zamieszkania rodziny",
            ["findings"] = "Rodzina wymaga pomocy w organizacji dnia dzieci i w prowadzeniu budżetu domowego.",
        },
        ("analysis", "OtherSupport") => new()
        {
            ["needs"] = "Porada w sprawie długów i wsparcie w kontaktach ze szkołą.",
            ["otherSupport"] = new JsonArray("counselling", "legal-help"),
            ["reasons"] = "Trudności są przejściowe; wystarczy poradnictwo.",
        },
        ("analysis", _) => new()
        {
            ["needs"] = "Nauka planowania wydatków, wsparcie w wychowaniu, pomoc w urzędach.",
            ["reasons"] = "Rodzina nie radzi sobie sama, ale chce współpracować.",
        },
        ("consent", _) => new() { ["askedOn"] = Text(day), ["consentForm"] = "written" },
        ("request", _) => new()
        {
            ["justification"] = "Z wywiadu i analizy wynika potrzeba pracy asystenta z rodziną.",
            ["goals"] = "Samodzielne prowadzenie budżetu, regularna nauka dzieci.",
        },
        ("decision", "Assigned") => new() { ["assistant"] = assistant.ToString() },
        ("first-meeting", "NotHeld") => new()
        {
            ["meetingDate"] = Text(day),
            ["notHeldReason"] = "Choroba dziecka.",
            ["newDate"] = Text(day.AddDays(7)),
        },
        ("first-meeting", _) => new() { ["meetingDate"] = Text(day), ["socialWorkerPresent"] = true, ["arrangements"] = "Spotkania raz w tygodniu." },
        ("plan", _) => new() { ["agreedOn"] = Text(day), ["mainGoal"] = "Rodzina samodzielnie planuje wydatki i dba o naukę dzieci." },
        ("assessment", _) => new()
        {
            ["assessedOn"] = Text(day),
            ["livingConditions"] = "improved",
            ["psychological"] = "same",
            ["occupational"] = "same",
            ["social"] = "improved",
            ["health"] = "same",
            ["conclusions"] = "Widać postępy w prowadzeniu domu i w kontaktach ze szkołą.",
            ["endJustification"] = outcome == "End" ? "Cele planu zostały osiągnięte." : null,
        },
        ("end", _) => new() { ["endedOn"] = Text(day), ["reason"] = "goals-reached" },
        ("monitoring", _) => new() { ["checkedOn"] = Text(day), ["observations"] = "Rodzina radzi sobie sama." },
        _ => [],
    };

    static string Text(DateOnly day) => day.ToString("O");
}
