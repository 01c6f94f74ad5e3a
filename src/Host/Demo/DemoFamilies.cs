namespace OpsWorkflows.Host.Demo;

/// <summary>Invented families, so that each step of the procedure is to be seen at once, in time and late.</summary>
static class DemoFamilies
{
    public const string Procedure = "assign-family-assistant";

    public static IReadOnlyList<DemoFamily> All { get; } =
    [
        new("Rodzina Zmyślonych", "ul. Przykładowa 1, Przykładowo") { ReceivedDaysAgo = 4 },
        new("Rodzina Wymyślskich", "ul. Fikcyjna 12/3, Przykładowo") { ReceivedDaysAgo = 27, Source = "neighbour" },
        new("Rodzina Pilnych", "ul. Nieistniejąca 5, Przykładowo") { ReceivedDaysAgo = 1, Urgent = true, Worker = "social-worker2" },
        new("Rodzina Bajkowskich", "ul. Bajkowa 7, Przykładowo") { ReceivedDaysAgo = 20, Source = "own-worker", Events = [Interview(13)] },
        new("Rodzina Próbnych", "ul. Próbna 2/8, Przykładowo") { ReceivedDaysAgo = 14, Source = "family", Worker = "social-worker2", Events = [Interview(8), Analysed(4)] },
        new("Rodzina Wzorowych", "ul. Wzorcowa 21, Przykładowo") { ReceivedDaysAgo = 19, Events = [Interview(13), Analysed(10), Consented(5)] },
        new("Rodzina Sądowskich", "ul. Umowna 4, Przykładowo")
        {
            ReceivedDaysAgo = 16,
            Source = "court-order",
            Events = [Interview(12), Analysed(8), Requested(5)],
        },
        new("Rodzina Opóźnickich", "ul. Powolna 9/1, Przykładowo")
        {
            ReceivedDaysAgo = 34,
            Events = [.. UntilAssigned(28), new DemoEvent.Done(7, "first-meeting", "NotHeld")],
        },
        new("Rodzina Planowskich", "ul. Przykładowa 15, Przykładowo") { ReceivedDaysAgo = 55, Assistant = "assistant2", Events = UntilFirstMeeting(48) },
        new("Rodzina Ocennych", "ul. Fikcyjna 30, Przykładowo") { ReceivedDaysAgo = 232, Worker = "social-worker2", Events = UntilPlan(226) },
        new("Rodzina Przedłużalskich", "ul. Długa Umowna 24, Przykładowo")
        {
            ReceivedDaysAgo = 762,
            Assistant = "assistant2",
            Events = [.. UntilPlan(757), Assessed(549, "Continue"), Assessed(366, "Continue"), Assessed(184, "Continue")],
        },
        new("Rodzina Końcowych", "ul. Finałowa 3, Przykładowo")
        {
            ReceivedDaysAgo = 232,
            Assistant = "assistant2",
            Events = [.. UntilPlan(226), Assessed(6, "End")],
        },
        new("Rodzina Spokojnych", "ul. Cicha Zmyślona 6, Przykładowo")
        {
            ReceivedDaysAgo = 330,
            Source = "family",
            Events = [.. UntilPlan(325), Assessed(112, "End"), new DemoEvent.Done(99, "end", "Ended")],
        },
        new("Rodzina Wyjezdnych", "ul. Lotnicza Umowna 11, Przykładowo")
        {
            ReceivedDaysAgo = 50,
            Worker = "social-worker2",
            Events = [.. UntilFirstMeeting(44), new DemoEvent.Suspended(14, "Rodzina wyjechała za granicę na dwa miesiące.")],
        },
        new("Rodzina Samodzielnych", "ul. Wzorcowa 40, Przykładowo")
        {
            ReceivedDaysAgo = 40,
            Source = "neighbour",
            Events = [Interview(33), new DemoEvent.Done(28, "analysis", "OtherSupport")],
        },
    ];

    static DemoEvent.Done Interview(int daysAgo) => new(daysAgo, "interview", "Done");

    static DemoEvent.Done Analysed(int daysAgo) => new(daysAgo, "analysis", "AssistantNeeded");

    static DemoEvent.Done Consented(int daysAgo) => new(daysAgo, "consent", "Given");

    static DemoEvent.Done Requested(int daysAgo) => new(daysAgo, "request", "Submitted");

    static DemoEvent.Done Assessed(int daysAgo, string outcome) => new(daysAgo, "assessment", outcome);

    static DemoEvent[] UntilAssigned(int interviewDaysAgo) =>
    [
        Interview(interviewDaysAgo), Analysed(interviewDaysAgo - 4), Consented(interviewDaysAgo - 6), Requested(interviewDaysAgo - 8),
        new DemoEvent.Done(interviewDaysAgo - 11, "decision", "Assigned"),
    ];

    static DemoEvent[] UntilFirstMeeting(int interviewDaysAgo) =>
        [.. UntilAssigned(interviewDaysAgo), new DemoEvent.Done(interviewDaysAgo - 16, "first-meeting", "Held")];

    static DemoEvent[] UntilPlan(int interviewDaysAgo) =>
        [.. UntilFirstMeeting(interviewDaysAgo), new DemoEvent.Done(interviewDaysAgo - 30, "plan", "Agreed")];
}
