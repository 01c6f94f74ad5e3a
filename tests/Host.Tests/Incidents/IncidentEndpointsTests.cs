using System.Net;
using System.Text.Json.Nodes;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Incidents;

/// <summary>Stopped steps over the API: what is shown to whom, and each way to repair them.</summary>
[Collection(ApiOffice.Collection)]
public class IncidentEndpointsTests(ApiOffice office)
{
    static string Of(Guid incident, string what) => $"/api/incidents/{incident}/{what}";

    static object Change(string variable, object? value) => new { variables = new Dictionary<string, object?> { [variable] = value } };

    [Fact]
    public async Task The_list_has_what_is_open_the_latest_first_page_by_page()
    {
        var procedure = await office.PublishedAsync();
        var cases = new[] { await office.StoppedAsync(procedure), await office.StoppedAsync(procedure), await office.StoppedAsync(procedure) };
        var manager = await office.AsAsync("procedure-manager");

        var first = (await manager.GetAsync($"/api/incidents?definitionId={procedure}&limit=2")).Body;
        var second = (await manager.GetAsync($"/api/incidents?definitionId={procedure}&limit=2&after={first["next"]}")).Body;

        first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (string)item!["caseMark"]!).ShouldBe(cases.Reverse().Select(one => one.Mark));
        second["next"].ShouldBeNull();
        var item = first["items"]![0]!;
        ((string)item["step"]!, (string)item["activityId"]!, (string)item["procedure"]!).ShouldBe(("Czy są potrzeby?", "decide", "Wizyta z przeszkodami"));
        (await manager.PostAsync(Of(cases[1].Incident, "retry"), Change("needs", new[] { "food" }))).Status.ShouldBe(HttpStatusCode.OK);
        (await manager.GetAsync($"/api/incidents?definitionId={procedure}")).Body["items"]!.AsArray().Count.ShouldBe(2);
        (await manager.GetAsync("/api/incidents?definitionId=nothing")).Body["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("procedure-manager", false)]
    [InlineData("administrator", false)]
    [InlineData("director", true)]
    public async Task Who_is_not_on_the_case_sees_the_flow_and_nothing_that_was_written(string account, bool seesContent)
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync(withFault: true));
        var person = await office.AsAsync(account);

        var decision = (await person.GetAsync($"/api/incidents/{stopped.Incident}")).Body;
        var fault = (await person.GetAsync($"/api/incidents/{stopped.Incidents[1]}")).Body;
        var list = (await person.GetAsync("/api/incidents?limit=200")).Body;

        ((string)decision["caseMark"]!).ShouldBe(stopped.Mark);
        ((string)decision["reason"]!).ShouldContain("odczytano „length” z wartości, której nie ma", Case.Sensitive, "made of the procedure's own words");
        decision["variables"]!.AsArray().Select(variable => (string)variable!["name"]!).ShouldBe(["needs", "note", "rooms", "safe", "children"]);
        new[] { decision, fault, list }.Count(answer => answer.ToJsonString().Contains(StuckVisit.Secret, StringComparison.Ordinal)).ShouldBe(seesContent ? 3 : 0);
    }

    [Fact]
    public async Task A_step_is_tried_again_with_variables_put_right_and_the_case_goes_on()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        var manager = await office.AsAsync("procedure-manager");

        var repaired = await manager.PostAsync(Of(stopped.Incident, "retry"), new { variables = new { needs = new[] { "food" }, v3 = 4 } });

        repaired.Status.ShouldBe(HttpStatusCode.OK);
        ((string)repaired.Body["repair"]!, (bool)repaired.Body["stoppedAgain"]!, repaired.Body["raised"]!.AsArray().Count).ShouldBe(("retried", false, 0));
        (await office.OpenTasksAsync(stopped.Case)).ShouldBe(["visit"]);
        (await office.AskAsync<string>($"select state->'variables'->>'v3' from workflow_instances where id = '{stopped.Case}'")).ShouldBe("4");
        var seen = (await manager.GetAsync($"/api/incidents/{stopped.Incident}")).Body;
        ((string)seen["repair"]!).ShouldBe("retried");
        seen["resolvedBy"].ShouldNotBeNull();
        seen["variables"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_press_is_told_who_repaired_it_and_when_and_a_repeat_gets_the_first_answer()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        var manager = await office.AsAsync("procedure-manager");
        var director = await office.AsAsync("director");
        var key = Guid.CreateVersion7().ToString();

        var first = await manager.PostAsync(Of(stopped.Incident, "retry"), Change("needs", Array.Empty<string>()), key);
        var repeated = await manager.PostAsync(Of(stopped.Incident, "retry"), Change("needs", Array.Empty<string>()), key);
        var second = await director.PostAsync(Of(stopped.Incident, "retry"), Change("needs", Array.Empty<string>()));
        var third = await director.PostAsync(Of(stopped.Incident, "skip"), new { outcome = "True" });

        first.Status.ShouldBe(HttpStatusCode.OK);
        repeated.Body.ToJsonString().ShouldBe(first.Body.ToJsonString());
        foreach (var late in new[] { second, third })
        {
            (late.Status, late.Code).ShouldBe((HttpStatusCode.Conflict, "incident-not-open"));
            ((string)late.Body["by"]!).ShouldBe(await office.AskAsync<string>("select name from people where email = 'procedure-manager@demo.example'"));
            ((DateTimeOffset)late.Body["at"]!).ShouldBe((DateTimeOffset)first.Body["at"]!);
        }
        (await office.OpenTasksAsync(stopped.Case)).ShouldBe(["letter"]);
    }

    [Fact]
    public async Task What_stops_again_is_a_new_incident_that_says_how_often()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        var manager = await office.AsAsync("procedure-manager");

        var again = await manager.PostAsync(Of(stopped.Incident, "retry"), new { });

        ((bool)again.Body["stoppedAgain"]!).ShouldBeTrue();
        var next = (Guid)again.Body["raised"]!.AsArray().ShouldHaveSingleItem()!["id"]!;
        ((long)(await manager.GetAsync($"/api/incidents/{next}")).Body["tries"]!).ShouldBe(2);
        ((Guid)(await manager.GetAsync($"/api/incidents/{stopped.Incident}")).Body["raised"]![0]!).ShouldBe(next);
    }

    [Theory]
    [InlineData("nothing", "1", "Procedura nie ma takiej zmiennej")]
    [InlineData("note", "1", "note: to ma być tekst")]
    [InlineData("rooms", "1.5", "rooms: to ma być liczba całkowita")]
    [InlineData("rooms", "\"many\"", "rooms: to ma być liczba całkowita")]
    [InlineData("safe", "\"perhaps\"", "safe: to ma być true albo false")]
    [InlineData("children", "{}", "children: to ma być lista, na przykład [\"a\", \"b\"]")]
    [InlineData("needs", "\"a\\u0000b\"", "needs: wartość nie może zawierać znaku NUL")]
    public async Task A_value_that_does_not_fit_its_variable_changes_nothing_and_the_answer_says_why(string variable, string value, string problem)
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        var manager = await office.AsAsync("procedure-manager");

        var refused = await manager.PostAsync(Of(stopped.Incident, "retry"), new { variables = new JsonObject { [variable] = JsonNode.Parse(value) } });

        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.ErrorsOf($"variables.{variable}").ShouldBe([problem]);
        ((string?)(await manager.GetAsync($"/api/incidents/{stopped.Incident}")).Body["repair"]).ShouldBeNull();
    }

    [Fact]
    public async Task A_step_is_left_out_by_an_outcome_that_it_has()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync(stopsAll: true));
        var manager = await office.AsAsync("procedure-manager");
        var shown = (await manager.GetAsync($"/api/incidents/{stopped.Incident}")).Body;
        ((bool)shown["stopsAll"]!, (bool)shown["mayBeRepaired"]!).ShouldBe((true, true));
        shown["outcomes"]!.AsArray().Select(outcome => (string)outcome!["outcome"]!).ShouldBe(["True", "False"]);

        foreach (var wrong in new object[] { new { outcome = "Elsewhere" }, new { } })
        {
            var refused = await manager.PostAsync(Of(stopped.Incident, "skip"), wrong);
            refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            refused.ErrorsOf("outcome").ShouldHaveSingleItem();
        }
        var skipped = await manager.PostAsync(Of(stopped.Incident, "skip"), new { outcome = "False" });

        ((string)skipped.Body["repair"]!).ShouldBe("skipped");
        (await office.OpenTasksAsync(stopped.Case)).ShouldBe(["letter"]);
    }

    [Fact]
    public async Task Several_are_repaired_one_after_another_and_the_answer_says_what_was_refused_and_why()
    {
        var procedure = await office.PublishedAsync();
        var (one, other, late) = (await office.StoppedAsync(procedure), await office.StoppedAsync(procedure), await office.StoppedAsync(procedure));
        var manager = await office.AsAsync("procedure-manager");
        await manager.PostAsync(Of(late.Incident, "skip"), new { outcome = "True" });
        await office.ExecuteAsync($"update workflow_instances set state = '[]' where id = '{other.Case}'");
        var nothing = Guid.CreateVersion7();

        var bulk = await manager.PostAsync("/api/incidents/bulk", new { repair = "skip", ids = new[] { nothing, other.Incident, late.Incident, one.Incident }, outcome = "False" });

        bulk.Status.ShouldBe(HttpStatusCode.OK, bulk.Body.ToJsonString());
        bulk.Body["done"]!.AsArray().Select(done => (Guid)done!["incidentId"]!).ShouldBe([one.Incident]);
        bulk.Body["refused"]!.AsArray().Select(refused => ((Guid)refused!["incidentId"]!, (string)refused["code"]!))
            .ShouldBe([(nothing, "not-found"), (other.Incident, "internal-error"), (late.Incident, "incident-not-open")]);
        ((string?)bulk.Body["refused"]![2]!["by"]).ShouldNotBeNull();
        (await office.OpenTasksAsync(one.Case)).ShouldBe(["letter"]);
        await office.ExecuteAsync($"delete from workflow_instances where id = '{other.Case}'");
    }

    [Fact]
    public async Task Only_one_and_the_same_step_is_left_out_at_once_and_nothing_is_asked_for_in_vain()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync(withFault: true));
        var manager = await office.AsAsync("procedure-manager");

        async Task<Answer> AskAsync(object request) => await manager.PostAsync("/api/incidents/bulk", request);

        (await AskAsync(new { repair = "skip", ids = stopped.Incidents, outcome = "Done" })).ErrorsOf("ids").ShouldHaveSingleItem().ShouldContain("ten sam krok");
        (await AskAsync(new { repair = "retry", ids = Array.Empty<Guid>() })).ErrorsOf("ids").ShouldHaveSingleItem();
        (await AskAsync(new { repair = "mend", ids = stopped.Incidents })).ErrorsOf("repair").ShouldHaveSingleItem().ShouldContain("retry, skip, cancel");
        (await AskAsync(new { repair = "retry", ids = Enumerable.Range(0, 201).Select(_ => Guid.CreateVersion7()) })).ErrorsOf("ids").ShouldHaveSingleItem().ShouldContain("200");
        (await office.AskAsync<long>($"select count(*) from incidents where instance_id = '{stopped.Case}'")).ShouldBe(2);
    }

    [Fact]
    public async Task Where_no_step_has_stopped_but_the_whole_procedure_nothing_is_tried_again_or_left_out()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        await office.ExecuteAsync($"update incidents set execution = 'none' where id = '{stopped.Incident}'");
        var manager = await office.AsAsync("procedure-manager");

        ((bool)(await manager.GetAsync($"/api/incidents/{stopped.Incident}")).Body["mayBeRepaired"]!).ShouldBeFalse();
        var refused = await manager.PostAsync(Of(stopped.Incident, "retry"), new { });

        (refused.Status, (string)refused.Body["code"]!).ShouldBe((HttpStatusCode.Conflict, "incident-of-no-step"));
        (await office.AskAsync<long>($"select count(*) from incidents where instance_id = '{stopped.Case}'")).ShouldBe(1);
    }

    [Fact]
    public async Task No_reason_is_asked_for_where_all_that_was_chosen_is_dealt_with()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        await (await office.AsAsync("procedure-manager")).PostAsync(Of(stopped.Incident, "skip"), new { outcome = "True" });

        var bulk = await (await office.AsAsync("director")).PostAsync("/api/incidents/bulk", new { repair = "cancel", ids = stopped.Incidents });

        bulk.Status.ShouldBe(HttpStatusCode.OK, bulk.Body.ToJsonString());
        ((string)bulk.Body["refused"]![0]!["code"]!).ShouldBe("incident-not-open");
    }

    [Fact]
    public async Task Only_the_director_cancels_a_case_and_says_why()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync(withFault: true));
        var request = new { repair = "cancel", ids = stopped.Incidents, reason = "Zaczęta przez pomyłkę" };
        var director = await office.AsAsync("director");

        foreach (var account in new[] { "procedure-manager", "administrator" })
        {
            var refused = (await (await office.AsAsync(account)).PostAsync("/api/incidents/bulk", request)).Body;
            refused["refused"]!.AsArray().Select(one => (string)one!["code"]!).ShouldBe(["case-not-yours-to-close", "case-not-yours-to-close"], account);
        }
        (await director.PostAsync("/api/incidents/bulk", new { repair = "cancel", ids = stopped.Incidents })).ErrorsOf("reason").ShouldHaveSingleItem();
        var cancelled = (await director.PostAsync("/api/incidents/bulk", request)).Body;

        cancelled["done"]!.AsArray().Select(done => (string)done!["repair"]!).ShouldBe(["cancelled", "cancelled"]);
        var closed = (await director.GetAsync($"/api/cases/{stopped.Case}")).Body;
        ((string)closed["status"]!, (string)closed["closedReason"]!).ShouldBe(("closed", "Zaczęta przez pomyłkę"));
        (await director.PostAsync(Of(stopped.Incident, "retry"), new { })).Code.ShouldBe("incident-not-open");
    }

    [Fact]
    public async Task A_run_that_is_no_case_is_cancelled_without_a_reason()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = $"plain-{Guid.CreateVersion7():N}";
        (await manager.PostAsync("/elsa/api/workflow-definitions", new
        {
            publish = true,
            model = JsonNode.Parse($$$$"""{"definitionId": "{{{{id}}}}", "name": "Próba", "root": {"id": "flow", "type": "Elsa.Flowchart", "version": 1, "connections": [], "activities": [{"id": "boom", "type": "Elsa.Fault", "version": 1, "message": {"typeName": "String", "expression": {"type": "Literal", "value": "bum"}}}]}}"""),
        })).Status.ShouldBe(HttpStatusCode.OK);
        (await manager.PostAsync($"/elsa/api/workflow-definitions/{id}/execute", new { })).Status.ShouldBe(HttpStatusCode.OK);
        var incident = (await manager.GetAsync($"/api/incidents?definitionId={id}")).Body["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)incident["caseMark"], (string)incident["reason"]!).ShouldBe((null, "bum"), "a test run is about no family");

        var cancelled = (await manager.PostAsync("/api/incidents/bulk", new { repair = "cancel", ids = new[] { (Guid)incident["id"]! } })).Body;

        ((string)cancelled["done"]!.AsArray().ShouldHaveSingleItem()!["repair"]!).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Whose_answers_could_not_be_kept_is_told_so_and_has_the_task_still()
    {
        var stopped = await office.StoppedAsync(await office.PublishedAsync());
        await (await office.AsAsync("procedure-manager")).PostAsync(Of(stopped.Incident, "skip"), new { outcome = "True" });
        var task = await office.TaskAsync(stopped.Case, "visit");
        var worker = await office.AsAsync("social-worker");
        var key = Guid.CreateVersion7().ToString();

        for (var press = 0; press < 2; press++)
        {
            var refused = await worker.PostAsync($"/api/tasks/{task}/completion", new { outcome = "Done", answers = new { undeclared = "x" } }, key);
            (refused.Status, refused.Code).ShouldBe((HttpStatusCode.Conflict, "step-stopped"));
        }

        (await office.OpenTasksAsync(stopped.Case)).ShouldBe(["visit"]);
        ((int)(await worker.GetAsync($"/api/cases/{stopped.Case}")).Body["openIncidents"]!).ShouldBe(1);
        (await worker.PostAsync($"/api/tasks/{task}/completion", new { outcome = "Done", answers = new { } })).Status.ShouldBe(HttpStatusCode.Created);
        (await office.AskAsync<long>($"select count(*) from incidents where instance_id = '{stopped.Case}' and resolved_at is null")).ShouldBe(0);
    }
}
