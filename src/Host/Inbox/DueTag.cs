using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Inbox;

/// <summary>The end of a limit in words and how far it is, drawn by Inbox/_Due.cshtml.</summary>
/// <param name="LastDay">Null where there is no limit.</param>
/// <param name="Overdue">Whether it has passed; a limit in hours may pass within its last day.</param>
public sealed record DueTag(DateOnly? LastDay, bool Overdue, DateOnly Today)
{
    /// <summary>Within so many days a limit is near.</summary>
    const int Near = 3;

    public string Distance => LastDay is not { } day ? "" : Overdue && day >= Today ? Texts.Dates["passedToday"] : DateTexts.Distance(day, Today);

    public string Colour => LastDay is not { } day ? "grey" : Overdue ? "red" : day.DayNumber - Today.DayNumber <= Near ? "yellow" : "grey";
}
