using System.Text;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Workflows.Tests.Engine;

namespace OpsWorkflows.Workflows.Tests.Activities;

/// <summary>Every input that designers offer does something, and what they show when nothing was given is what happens.</summary>
public class ActivityInputTests
{
    /// <summary>Inputs that only say which ports the canvas draws: the script chooses among them.</summary>
    private static readonly string[] Drawn = ["Elsa.RunJavaScript.possibleOutcomes"];

    private const string Morning = "2026-01-05T09:00:00+01:00";

    private static IEnumerable<(Activity Activity, ActivityInput Input)> Offered => ActivityRegistry.All
        .SelectMany(activity => activity.Inputs.Select(input => (activity, input))).Where(offered => !Drawn.Contains($"{offered.activity.Type}.{offered.input.Name}"));

    public static TheoryData<string, string> Inputs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (activity, input) in Offered)
                data.Add(activity.Type, input.Name);
            return data;
        }
    }

    public static TheoryData<string, string, string> Defaults
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (activity, input) in Offered.Where(offered => offered.Input.Default is not null))
                data.Add(activity.Type, input.Name, input.Default!);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Changing_an_input_changes_what_happens(string type, string input)
    {
        var sample = SampleOf(type, input);

        Story(type, input, sample, sample.First).ShouldNotBe(Story(type, input, sample, sample.Second), $"{type}.{input} changes nothing");
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void What_is_shown_for_an_input_that_was_not_given_is_what_happens(string type, string input, string value)
    {
        var sample = SampleOf(type, input);
        object given = Offered.Single(offered => offered.Activity.Type == type && offered.Input.Name == input).Input.IsWrapped ? value : JsonValue.Create(value);

        Story(type, input, sample, null).ShouldBe(Story(type, input, sample, given));
    }

    private static InputSample SampleOf(string type, string input) =>
        InputSamples.All.GetValueOrDefault(type)?.Inputs.GetValueOrDefault(input)
        ?? throw new InvalidOperationException($"{nameof(InputSamples)} has no two values between which {type}.{input} behaves differently: what changes nothing is not offered.");

    /// <summary>All that can be seen of a case in which the input has the value: at its start, and after everything was done and a year has gone by.</summary>
    private static string Story(string type, string input, InputSample sample, object? value)
    {
        var around = InputSamples.All[type];
        var inputs = around.Usual.Concat(sample.With).GroupBy(given => given.Name).ToDictionary(given => given.Key, given => given.Last().Value);
        inputs.Remove(input);
        if (value is not null)
            inputs[input] = value;
        (string, object)[] given = [.. inputs.Select(entry => (entry.Key, entry.Value))];
        var desk = around.InSequence ? new Desk(InSequence(type, given), Morning) : new Desk(Draw(type, around, given), Morning);
        desk.Caseload[Desk.WorkerAndAssistant.Id] = 3;
        desk.Start("2026-01-02", sample.Urgent);
        var story = new StringBuilder().Append(Seen(desk));
        if (around.ComesAfterTask)
        {
            if (desk.TryComplete("before", "Done", Desk.Worker) is BurstResult.Refused unable)
                return story.Append(unable.Refusal.Code).ToString();
            story.Append(Seen(desk.Complete("before", "Done", Desk.Worker)));
        }
        if (type != "Elsa.Fault")
            story.ToString().ShouldNotContain("incident: ");
        for (var step = 0; step < 6 && desk.OpenTasks.Values.FirstOrDefault(task => task.Step is not ("after" or "beside")) is { } task; step++)
        {
            var by = task.Assignee ?? Desk.Everyone.First(person => person.Roles.Contains(task.Role!)).Id;
            var answers = JsonNode.Parse("""{"v":"remembered v","w":"remembered w"}""")!.AsObject();
            if (desk.Send(new Stimulus.TaskCompleted(task.Id, by, task.Outcomes[0], answers)) is BurstResult.Refused refused)
                return story.Append(refused.Refusal.Code).ToString();
            story.Append(Seen(desk));
        }
        if (desk.Last.Requests.FirstOrDefault() is { } request)
        {
            desk.Send(new Stimulus.RequestAnswered(new RequestAnswer(request.Id, 200, Value.Of("answer"), Value.EmptyMap))).ShouldBeOfType<BurstResult.Done>();
            story.Append(Seen(desk));
        }
        return story.Append(Seen(desk.MoveTo("2027-01-02T12:00:00Z"))).ToString();
    }

    private static Drawing Draw(string type, ActivitySample around, (string Name, object Value)[] inputs)
    {
        var drawing = new Drawing().Variable("v").Variable("w")
            .Form("short", "[]").Form("long", """[{"name":"x","label":"X","type":"text","required":true}]""")
            .Ladder("slow", """[{"when":"passing","to":["assignee"],"mail":"one"}]""")
            .Ladder("fast", """[{"when":"before","workingDays":1,"to":["assignee","director"],"mail":"other"}]""")
            .Mail("one").Mail("other").Mail("assigned")
            .Add("received", "Ops.SetMilestone", ("milestone", "received"), ("date", "=getInput('receivedOn')"))
            .Add("planned", "Ops.SetMilestone", ("milestone", "planned"), ("date", "2026-06-01"))
            .Connect("received -> planned");
        if (around.ComesAfterTask)
            drawing.UserTask("before", "social-worker", ["Done"]).Connect("planned -> before", "before -> it");
        drawing.Add("it", type, inputs);
        around.Around(drawing);
        return drawing.ConnectStart("planned");
    }

    private static CompiledDefinition InSequence(string type, (string Name, object Value)[] inputs)
    {
        var inner = new Drawing().Add("inner", "Elsa.Sequence", ("activities", ActivitiesOf(new Drawing().Add("it", type, inputs)))).UserTask("after", "social-worker", ["Done"]);
        var document = inner.Json();
        document["root"]!["type"] = "Elsa.Sequence";
        return CompiledDefinition.Compile(WorkflowDefinition.Read(document), DefinitionResources.None);
    }

    private static JsonNode ActivitiesOf(Drawing drawing) => drawing.Json()["root"]!["activities"]!;

    private static string Seen(Desk desk)
    {
        var instance = desk.Instance;
        var seen = new StringBuilder();
        void Line(string name, object? value) => seen.Append(name).Append(": ").Append(value).Append('\n');

        Line("status", $"{instance.Status} {instance.SubStatus} {instance.Name} {instance.CaseStatus} {desk.Last.ClosedReason}");
        foreach (var (name, value) in instance.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            Line(name, value);
        foreach (var (name, value) in instance.Outputs)
            Line(name, value);
        Line("correlation", instance.CorrelationId);
        foreach (var (name, value) in instance.Milestones)
            Line(name, value);
        foreach (var (name, value) in instance.People)
            Line(name, value);
        foreach (var task in desk.OpenTasks.Values)
        {
            Line("task", string.Join(" | ", task.Step, task.Title, task.Instructions, task.Role, task.Assignee, task.Form, string.Join(',', task.Outcomes),
                string.Join(',', task.OutcomeLabels), task.Priority, task.Limit?.LastDay, task.EndsAt));
        }
        foreach (var (limit, status) in desk.Limits)
            Line("limit", $"{limit} {status}");
        foreach (var due in desk.Timers.Values.Order())
            Line("timer", due);
        foreach (var execution in instance.Executions)
            Line("waits", $"{execution.Node.Id} {execution.Bookmark?.Key}");
        foreach (var (mail, at) in desk.Mails)
            Line("mail", $"{mail.Kind} {mail.Text} {mail.Step} {mail.PersonId} {mail.Role} {mail.DueAt} {at}");
        foreach (var entry in desk.Last.Journal)
            Line("journal", $"{entry.Event} {entry.Activity?.Id} {string.Join(',', entry.Outcomes ?? [])} {entry.Data?.ToJsonString()}");
        foreach (var promised in desk.Last.Stimuli)
            Line("promised", $"{promised.InstanceId} {promised.DefinitionId} {promised.Key} {promised.CorrelationId} {StimulusJson.Write(promised.Stimulus).ToJsonString()}");
        foreach (var request in desk.Last.Requests)
            Line("request", $"{request with { Headers = new Dictionary<string, string>() }} {string.Join(',', request.Headers)}");
        foreach (var incident in desk.Last.Incidents)
            Line("incident", incident.Message);
        Line("events", string.Join(' ', desk.CaseEvents));
        return seen.ToString();
    }
}
