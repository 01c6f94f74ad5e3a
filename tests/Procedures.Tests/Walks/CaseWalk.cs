using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Procedures.Tests;

/// <summary>A completion that was acknowledged.</summary>
internal sealed record Done(Guid TaskId, string Step, string Outcome, string Account, DateOnly Day);

/// <summary>A completion as it was asked for, to be asked for again, and its answer.</summary>
internal sealed record Completion(string Account, Guid TaskId, string Outcome, JsonObject Answers, string Key, Answer Answer);

/// <summary>One family's case and the people who carry it through the procedure.</summary>
internal sealed class CaseWalk
{
    /// <summary>In every text that is typed in, and nowhere else: what is about a family can be recognised by it.</summary>
    public const string Marker = "Zmyslona";

    private const int MostTries = 20;

    private readonly ApiWalk _api;
    private readonly OfficeClock.Turn _turn;
    private readonly string _text;
    private readonly Dictionary<string, string> _accounts = [];
    private int _requests;

    private CaseWalk(ApiWalk api, OfficeClock.Turn turn, string text) => (_api, _turn, _text) = (api, turn, text);

    public Guid Id { get; private set; }
    public string Mark { get; private set; } = "";
    public List<Done> Log { get; } = [];
    public Completion? Last { get; private set; }
    public IEnumerable<string> Path => Log.Select(done => $"{done.Step}:{done.Outcome}");

    /// <summary>The name under which the family was put down.</summary>
    public string Family => _text;
    public DateOnly Today => _turn.Today;

    /// <summary>The day on which the step was last done.</summary>
    public DateOnly DayOf(string step) => Log.Last(done => done.Step == step).Day;

    public static async Task<CaseWalk> StartAsync(ApiWalk api, OfficeClock.Turn turn, string name, string source = "own-worker", bool urgent = false)
    {
        var walk = new CaseWalk(api, turn, $"{Marker} {name}");
        var answers = AnyAnswers.To(await api.ReadStartFormAsync("social-worker"), turn.Today, walk._text);
        (answers["source"], answers["urgent"]) = (source, urgent);
        var started = (await api.StartCaseAsync("social-worker", answers, walk.NewKey())).Expect(201);
        (walk.Id, walk.Mark) = (Guid.Parse((string)started["id"]!), (string)started["caseMark"]!);
        turn.Worked();
        return walk;
    }

    private string NewKey() => $"{_text} {++_requests}";

    /// <summary>Steps and outcomes as in <c>"interview:Done analysis:AssistantNeeded"</c>.</summary>
    public async Task DoAsync(string steps)
    {
        foreach (var step in steps.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, outcome) = (step.Split(':')[0], step.Split(':')[1]);
            await CompleteAsync(key, outcome);
        }
    }

    /// <summary>Waits until nine o'clock of a day.</summary>
    public Task UntilAsync(DateOnly day, int hour = 9) => _turn.UntilAsync(OfficeDays.At(day, hour));

    /// <summary>An assistant without room for another family is found at the completion; the form then offers the others.</summary>
    private async Task CompleteAsync(string step, string outcome)
    {
        for (var tries = 1; ; tries++)
        {
            var (account, task) = await TakeAsync(step);
            var (taskId, today) = (IdOf(task), Today);
            var answers = AnyAnswers.To(task["form"]!.AsObject(), today, _text);
            var key = NewKey();
            var answer = await _api.CompleteAsync(account, taskId, outcome, answers, key);
            if (answer.Status == 422 && tries < MostTries)
                continue;
            answer.Expect(201);
            Last = new(account, taskId, outcome, answers, key, answer);
            Log.Add(new Done(taskId, step, outcome, account, today));
            _turn.Worked();
            return;
        }
    }

    /// <summary>The open task of the step and the account of the person who has it now, who takes it first where nobody did.</summary>
    public async Task<(string Account, JsonObject Task)> TakeAsync(string step)
    {
        var open = await OpenTasksAsync();
        var task = open.Find(task => (string?)task["step"] == step);
        task.ShouldNotBeNull($"{_text} ({Mark}) waits for {step}, open are: {string.Join(", ", open.Select(task => task["step"]))}; done was {string.Join(" ", Path)}");
        var account = await AccountOfAsync(task);
        if (task["assignee"] is null)
            await _api.SendAsync(account, HttpMethod.Post, $"/api/tasks/{IdOf(task)}/claim", 200, key: NewKey());
        return (account, task);
    }

    /// <summary>All that is open in the case, as the director sees it.</summary>
    public async Task<List<JsonObject>> OpenTasksAsync() => await _api.ListAsync("director", $"/api/tasks?caseId={Id}");

    public async Task<IEnumerable<string>> OpenStepsAsync() => (await OpenTasksAsync()).Select(task => (string)task["step"]!).Order(StringComparer.Ordinal);

    /// <summary>Who has the task finds it in their inbox, and so does who may take it.</summary>
    private async Task<string> AccountOfAsync(JsonObject task)
    {
        var role = (string)task["role"]!;
        var holder = (string?)task["assignee"] ?? role;
        if (_accounts.TryGetValue(holder, out var known))
            return known;
        string[] holders = role is "assistant" or "social-worker" ? [role, role + "2"] : [role];
        foreach (var account in holders)
        {
            var theirs = await _api.ListAsync(account, $"/api/tasks?mine=true&caseId={Id}");
            if (theirs.Exists(mine => IdOf(mine) == IdOf(task)))
                return _accounts[holder] = account;
        }
        throw new InvalidOperationException($"{Mark}: nobody of the role {role} finds the task in their inbox.");
    }

    public Task<JsonObject> ReadAsync() => _api.GetAsync("director", $"/api/cases/{Id}");

    public Task<List<JsonObject>> MailAsync() => _api.ListAsync("director", $"/api/mail?caseId={Id}");

    public static Guid IdOf(JsonObject item) => Guid.Parse((string)item["id"]!);

    public static DateOnly DayIn(JsonObject item, string name) => DateOnly.ParseExact((string)item[name]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset MomentIn(JsonObject item, string name) => DateTimeOffset.Parse((string)item[name]!, CultureInfo.InvariantCulture);
}
