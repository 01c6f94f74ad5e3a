using System.Text.Json;
using System.Text.Json.Nodes;
using OpsWorkflows.Calendars;
using OpsWorkflows.Definitions;
using OpsWorkflows.Notifications;

namespace OpsWorkflows.Procedures.Tests;

public sealed class ProcedureFilesTests
{
    private const int Width = 300;
    private const int Height = 120;

    private static readonly string[] _roles =
        ["social-worker", "assistant", "team-supervisor", "director", "foster-coordinator", "procedure-manager", "auditor", "administrator"];

    private static readonly string[] _fieldTypes =
        ["text", "long-text", "date", "number", "money", "yes-no", "choice", "choices", "person", "rows"];

    public static TheoryData<string> Procedures() => [.. ProcedureFolder.Names];

    [Theory, MemberData(nameof(Procedures))]
    public void The_definition_has_the_id_of_its_folder_and_goes_on_with_incidents(string name)
    {
        var definition = ProcedureFolder.Read(name).Definition;
        definition.DefinitionId.ShouldBe(name);
        definition.ContinueWithIncidents.ShouldBeTrue();
        definition.Nodes.ShouldAllBe(node => node.Index < 2 || !string.IsNullOrWhiteSpace(node.DisplayText));
        definition.Nodes.Skip(1).ShouldAllBe(node => (string?)node.Json["nodeId"] == node.NodeId);
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Every_connection_leaves_a_port_that_its_activity_has_and_none_is_parked(string name)
    {
        var root = ProcedureFolder.Read(name).Root;
        root.Connections.Count.ShouldBe(root.Json["connections"]!.AsArray().Count);
        foreach (var connection in root.Connections)
            ProcedureFolder.Ports(connection.Source).ShouldContain(connection.SourcePort, connection.Source.Id);
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Every_user_task_is_on_the_root_with_all_its_ports_connected_and_labelled(string name)
    {
        var procedure = ProcedureFolder.Read(name);
        foreach (var task in procedure.UserTasks)
        {
            task.Parent.ShouldBe(procedure.Root);
            var outcomes = ProcedureFolder.Ports(task);
            outcomes.ShouldNotBeEmpty(task.Id);
            procedure.Root.Connections.Where(connection => connection.Source == task).Select(connection => connection.SourcePort)
                .ShouldBe(outcomes, ignoreOrder: true, task.Id);
            var labels = ProcedureFolder.Object(task, "outcomeLabels").ShouldBeOfType<JsonObject>();
            labels.Select(label => label.Key).ShouldBe(outcomes);
            labels.ShouldAllBe(label => !string.IsNullOrWhiteSpace((string?)label.Value));
        }
        procedure.UserTasks.Select(task => task.Name).ShouldBeUnique();
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Every_user_task_names_a_role_a_form_and_a_limit_that_exist(string name)
    {
        var procedure = ProcedureFolder.Read(name);
        var milestones = procedure.Definition.Nodes.Where(node => node.Type == "Ops.SetMilestone")
            .Select(node => ProcedureFolder.Literal(node, "milestone")).Append("opened").ToHashSet();
        foreach (var task in procedure.UserTasks)
        {
            _roles.ShouldContain(ProcedureFolder.Literal(task, "role"));
            procedure.Forms.ShouldContainKey(ProcedureFolder.Literal(task, "form")!);
            int.Parse(ProcedureFolder.Literal(task, "limitCount")!).ShouldBeGreaterThan(0);
            LimitUnits.TryParse(ProcedureFolder.Literal(task, "limitUnit"), out _).ShouldBeTrue(task.Id);
            milestones.ShouldContain(ProcedureFolder.Literal(task, "limitFrom"));
            if (ProcedureFolder.Literal(task, "ladder") is { } ladder)
                procedure.Ladders.ShouldContainKey(ladder);
        }
    }

    [Theory, MemberData(nameof(Procedures))]
    public void What_a_step_remembers_is_a_field_of_its_form_and_a_variable(string name)
    {
        var procedure = ProcedureFolder.Read(name);
        var variables = procedure.Definition.Variables.Select(variable => variable.Name).ToList();
        var remembered = 0;
        foreach (var task in procedure.UserTasks)
        {
            var fields = Fields(procedure.Forms[ProcedureFolder.Literal(task, "form")!]).Select(field => (string?)field["name"]).ToList();
            foreach (var answer in ProcedureFolder.Texts(ProcedureFolder.Object(task, "rememberedAnswers")))
            {
                fields.ShouldContain(answer);
                variables.ShouldContain(answer);
                remembered++;
            }
        }
        remembered.ShouldBeGreaterThan(0);
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Every_loop_leads_back_to_an_activity_that_all_ways_to_it_pass_through(string name)
    {
        var procedure = ProcedureFolder.Read(name);
        var shape = new FlowchartShape(procedure.Root);
        procedure.Root.Children.Where(node => !shape.IsReached(node)).ShouldBeEmpty();
        shape.Backward.Where(connection => !shape.IsLegal(connection)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Procedures))]
    public void No_activity_covers_another(string name)
    {
        var nodes = ProcedureFolder.Read(name).Root.Children;
        foreach (var (a, b) in nodes.SelectMany((a, i) => nodes.Skip(i + 1).Select(b => (a, b))))
        {
            var (ax, ay) = Position(a);
            var (bx, by) = Position(b);
            (Math.Abs(ax - bx) >= Width || Math.Abs(ay - by) >= Height).ShouldBeTrue($"{a.Id} and {b.Id}");
        }
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Forms_have_labelled_fields_of_known_types_with_names_of_their_own(string name)
    {
        var procedure = ProcedureFolder.Read(name);
        procedure.Forms.ShouldContainKey((string)procedure.Definition.Json["customProperties"]!["startForm"]!);
        foreach (var (key, form) in procedure.Forms)
        {
            form["title"]!.GetValue<string>().ShouldNotBeEmpty();
            CheckFields(form, key);
        }
    }

    [Theory, MemberData(nameof(Procedures))]
    public void A_field_that_only_some_outcomes_require_names_outcomes_of_its_step_and_says_so(string name)
    {
        var procedure = ProcedureFolder.Read(name);
        foreach (var task in procedure.UserTasks)
        {
            foreach (var field in Fields(procedure.Forms[ProcedureFolder.Literal(task, "form")!]).Where(field => field.ContainsKey("requiredFor")))
            {
                ProcedureFolder.Texts(field["requiredFor"]).ShouldBeSubsetOf(ProcedureFolder.Ports(task));
                ((bool)field["required"]!).ShouldBeFalse();
                ((string?)field["hint"]).ShouldNotBeNullOrEmpty();
            }
        }
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Mails_use_allowed_names_only_and_are_all_used(string name)
    {
        var procedure = ProcedureFolder.Read(name);
        foreach (var (key, text) in procedure.Mails)
            MailTemplate.Parse(text).UnknownNames(MailTemplate.AllowedNames).ShouldBeEmpty(key);
        var used = procedure.Definition.Nodes.Where(node => node.Type == "Ops.SendMail").Select(node => ProcedureFolder.Literal(node, "mail")!)
            .Concat(Rungs(procedure).Select(rung => (string)rung["mail"]!)).Append("assigned").Distinct();
        procedure.Mails.Keys.ShouldBe(used, ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Procedures))]
    public void Ladders_climb_from_before_the_end_to_the_rung_that_repeats(string name)
    {
        string[] order = ["before", "passing", "after", "every"];
        var procedure = ProcedureFolder.Read(name);
        foreach (var (key, ladder) in procedure.Ladders)
        {
            var rungs = ladder["rungs"]!.AsArray().Select(rung => rung!.AsObject()).ToList();
            rungs.Select(rung => Array.IndexOf(order, (string)rung["when"]!)).ShouldBeInOrder(SortDirection.Ascending, key);
            rungs.ShouldAllBe(rung => (string?)rung["when"] == "passing" ? !rung.ContainsKey("workingDays") : (int)rung["workingDays"]! > 0);
            rungs.ShouldAllBe(rung => ProcedureFolder.Texts(rung["to"]).All(to => to == "assignee" || _roles.Contains(to)));
        }
        Rungs(procedure).ShouldNotBeEmpty();
    }

    [Fact]
    public void Assigning_a_family_assistant_has_the_agreed_steps_and_outcomes() =>
        ProcedureFolder.Read("assign-family-assistant").UserTasks.Select(task => $"{task.Name}: {string.Join(" ", ProcedureFolder.Ports(task))}").ShouldBe(
        [
            "interview: Done",
            "analysis: AssistantNeeded OtherSupport NothingNeeded",
            "consent: Given Refused",
            "request: Submitted",
            "decision: Assigned SentBack Refused",
            "first-meeting: Held NotHeld",
            "plan: Agreed",
            "assessment: Continue ChangePlan End",
            "prolongation: Prolong End",
            "end: Ended",
            "monitoring: Stable Worse",
        ]);

    [Fact]
    public void The_start_form_asks_what_the_path_depends_on()
    {
        var fields = Fields(ProcedureFolder.Read("assign-family-assistant").Forms["start"]).ToDictionary(field => (string)field["name"]!);
        fields["source"]["options"]!.AsArray().Select(option => (string?)option!["value"])
            .ShouldBe(["institution", "neighbour", "own-worker", "family", "court-order"]);
        fields["receivedOn"]["type"]!.GetValue<string>().ShouldBe("date");
        fields["urgent"]["type"]!.GetValue<string>().ShouldBe("yes-no");
        fields.Values.Where(field => (bool)field["required"]!).Select(field => (string?)field["name"]).ShouldBe(["receivedOn", "source", "familyName"]);
    }

    /// <summary>
    /// Loops of different length that meet in one activity disagree about its visits. Only the request is entered from two sides, which are always visited alike.
    /// </summary>
    [Fact]
    public void Apart_from_the_request_no_activity_has_two_forward_connections_into_it()
    {
        var shape = new FlowchartShape(ProcedureFolder.Read("assign-family-assistant").Root);
        shape.Forward.GroupBy(connection => connection.Target.Id).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBe(["request"]);
        shape.Backward.Select(connection => $"{connection.Source.Id} > {connection.Target.Id}").ShouldBe(
        [
            "decision > request",
            "notice-not-held > first-meeting",
            "assessment > every-half-year",
            "plan-changes > plan",
            "assessment-ends-support > support-goes-on",
            "prolongation > twenty-four-months",
            "prolongation-ends-support > support-goes-on",
            "monitoring > after-support",
            "worse-analysis > status-analysis",
        ], ignoreOrder: true);
    }

    private static void CheckFields(JsonObject form, string where)
    {
        var fields = Fields(form).ToList();
        fields.ShouldNotBeEmpty(where);
        fields.Select(field => (string?)field["name"]).ShouldBeUnique(where);
        foreach (var field in fields)
        {
            var place = $"{where}.{field["name"]}";
            ((string)field["name"]!).ShouldMatch("^[a-z][A-Za-z0-9]*$", place);
            ((string?)field["label"]).ShouldNotBeNullOrWhiteSpace(place);
            var type = (string)field["type"]!;
            _fieldTypes.ShouldContain(type, place);
            field["required"]!.GetValueKind().ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
            field.ContainsKey("options").ShouldBe(type is "choice" or "choices", place);
            field.ContainsKey("role").ShouldBe(type is "person", place);
            field.ContainsKey("fields").ShouldBe(type is "rows", place);
            if (field["options"] is JsonArray options)
            {
                options.Select(option => (string?)option!["value"]).ShouldBeUnique(place);
                options.ShouldAllBe(option => !string.IsNullOrWhiteSpace((string?)option!["label"]));
            }
            if (field.ContainsKey("fields"))
                CheckFields(field, place);
        }
    }

    private static IEnumerable<JsonObject> Fields(JsonObject form) => form["fields"]!.AsArray().Select(field => field!.AsObject());

    private static IEnumerable<JsonObject> Rungs(ProcedureFolder procedure) =>
        procedure.Ladders.Values.SelectMany(ladder => ladder["rungs"]!.AsArray()).Select(rung => rung!.AsObject());

    private static (double X, double Y) Position(ActivityNode node)
    {
        var position = node.Json["metadata"]!["designer"]!["position"]!;
        return ((double)position["x"]!, (double)position["y"]!);
    }
}
