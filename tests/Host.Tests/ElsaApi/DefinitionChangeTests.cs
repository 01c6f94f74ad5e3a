using System.Net;
using System.Text.Json.Nodes;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>Procedures that somebody draws in Studio: saved, published, retracted, brought back and deleted.</summary>
[Collection(ApiOffice.Collection)]
public class DefinitionChangeTests(ApiOffice office)
{
    const string Root = "/elsa/api/workflow-definitions";

    static readonly string[] Document =
    [
        "id", "definitionId", "name", "version", "isLatest", "isPublished", "isReadonly", "isSystem", "createdAt", "toolVersion", "variables", "inputs", "outputs",
        "outcomes", "customProperties", "options", "root", "links",
    ];

    Task<Person> ManagerAsync() => office.AsAsync("procedure-manager");

    /// <summary>Somebody else has the procedure open in the designer.</summary>
    async Task EditAsync(string account, string id) => await office.ExecuteAsync($"""
        insert into definition_leases (definition_id, person_id, since, until)
        values ('{id}', '{await office.PersonIdAsync(account)}', clock_timestamp(), clock_timestamp() + interval '2 minutes')
        on conflict (definition_id) do update set person_id = excluded.person_id, until = excluded.until
        """);

    [Fact]
    public async Task A_document_that_is_no_definition_is_refused_with_the_place_and_the_reason_in_Polish()
    {
        var manager = await ManagerAsync();
        var document = Drawn.Embeddable(Drawn.NewId(), "Dwa razy to samo");
        document["root"]!["activities"] = JsonNode.Parse("""[{"id": "twice", "type": "Elsa.End", "version": 1}, {"id": "twice", "type": "Elsa.End", "version": 1}]""");

        var answer = await manager.SaveAsync(document);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        ((string)answer.Body["errors"]!["generalErrors"]![0]!).ShouldBe("To nie jest definicja procedury: $.root.activities[1].id: identyfikator „twice” ma już inny krok tej procedury");
    }

    [Fact]
    public async Task What_Studio_sends_for_a_new_procedure_becomes_its_first_draft_with_all_that_a_designer_needs()
    {
        var manager = await ManagerAsync();
        var model = JsonNode.Parse("""
            {"id": null, "definitionId": null, "name": " Workflow 7 ", "description": " ", "createdAt": "0001-01-01T00:00:00+00:00", "version": 1, "toolVersion": "3.8.0.0",
             "isLatest": true, "isPublished": false, "isReadonly": false, "isSystem": false, "variables": null, "inputs": null, "outputs": null, "outcomes": null,
             "customProperties": null, "options": null, "links": null,
             "root": {"id": "c7a4a1b5a1b54e1f", "type": "Elsa.Flowchart", "version": 1, "name": "Flowchart1"}}
            """)!.AsObject();

        var answer = await manager.SaveAsync(model);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        Drawn.Names(answer.Body).ShouldBe(["workflowDefinition", "alreadyPublished", "consumingWorkflowCount", "warnings"], ignoreOrder: true);
        ((bool)answer.Body["alreadyPublished"]!).ShouldBeFalse();
        var made = answer.Body["workflowDefinition"]!;
        Drawn.Names(made).ShouldBe([.. Document, "description"], ignoreOrder: true);
        var id = (string)made["definitionId"]!;
        ((string)made["id"]!).ShouldBe($"{id}:1");
        ((int)made["version"]!).ShouldBe(1);
        foreach (var list in new[] { "variables", "inputs", "outputs", "outcomes" })
        {
            made[list]!.AsArray().ShouldBeEmpty();
        }
        var root = made["root"]!;
        ((string)root["nodeId"]!).ShouldBe("Workflow1:c7a4a1b5a1b54e1f");
        root["activities"]!.AsArray().ShouldBeEmpty();
        root["connections"]!.AsArray().ShouldBeEmpty();
        made["links"]!.AsArray().ShouldContain(link => (string)link!["rel"]! == "publish");
        (await manager.VersionsAsync(id)).ShouldBe("1L");
        ((string)(await manager.GetAsync($"{Root}?Ids={id}:1")).Body["items"]![0]!["name"]!).ShouldBe("Workflow 7");
    }

    [Fact]
    public async Task Saves_change_the_draft_in_place_and_follow_a_published_version_with_a_new_one()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var draft = await manager.SavedAsync(Drawn.Document(id));
        draft["name"] = "Lepsza";
        var better = await manager.SavedAsync(draft);
        (await manager.VersionsAsync(id)).ShouldBe("1L");

        var published = await manager.SavedAsync(better, publish: true);
        ((bool)published["isPublished"]!).ShouldBeTrue();
        (await manager.VersionsAsync(id)).ShouldBe("1LP");
        await manager.SavedAsync(published, publish: false);

        (await manager.VersionsAsync(id)).ShouldBe("2L 1P");
        (await manager.PostAsync($"{Root}/{id}/publish", new { })).Status.ShouldBe(HttpStatusCode.OK);
        (await manager.VersionsAsync(id)).ShouldBe("2LP 1");
    }

    [Fact]
    public async Task Publishing_answers_as_a_save_does_and_says_when_it_was_done_before()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id));

        var first = await manager.PostAsync($"{Root}/{id}/publish", new { });
        var again = await manager.PostAsync($"{Root}/{id}/publish", new { });

        Drawn.Names(first.Body).ShouldBe(["workflowDefinition", "alreadyPublished", "consumingWorkflowCount", "warnings"], ignoreOrder: true);
        ((bool)first.Body["alreadyPublished"]!).ShouldBeFalse();
        ((bool)first.Body["workflowDefinition"]!["isPublished"]!).ShouldBeTrue();
        ((bool)again.Body["alreadyPublished"]!).ShouldBeTrue();
        (await manager.PostAsync($"{Root}/nothing/publish", new { })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_cannot_run_is_not_published_and_nothing_of_that_save_is_kept()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var draft = await manager.SavedAsync(Drawn.Document(id));
        var broken = Drawn.Document(id, "Zepsuta", type: "Ops.Unknown");

        var refused = await manager.SaveAsync(broken, publish: true);

        refused.Code.ShouldBe("cannot-run");
        refused.Sentences().ShouldHaveSingleItem().ShouldContain("write");
        ((string)(await manager.LatestAsync(id))["name"]!).ShouldBe("Rysowana");
        draft["name"] = "Dalej";
        (await manager.SaveAsync(draft)).Status.ShouldBe(HttpStatusCode.OK);
        (await manager.SaveAsync(broken)).Status.ShouldBe(HttpStatusCode.OK);
        (await manager.PostAsync($"{Root}/{id}/publish", new { })).Sentences().ShouldHaveSingleItem();
        (await manager.VersionsAsync(id)).ShouldBe("1L");
    }

    [Fact]
    public async Task A_retracted_procedure_takes_no_new_cases_and_is_retracted_once()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id), publish: true);

        var retracted = await manager.PostAsync($"{Root}/{id}/retract", new { });
        var again = await manager.PostAsync($"{Root}/{id}/retract", new { });

        Drawn.Names(retracted.Body).ShouldBe(Document, ignoreOrder: true);
        ((bool)retracted.Body["isPublished"]!).ShouldBeFalse();
        again.Code.ShouldBe("not-published");
        again.Sentences().ShouldBe(["Żadna wersja tej procedury nie jest opublikowana."]);
        (await manager.VersionsAsync(id)).ShouldBe("1L");
        (await manager.PostAsync($"{Root}/nothing/retract", new { })).Status.ShouldBe(HttpStatusCode.NotFound);
        await manager.SavedAsync(Drawn.Document(id, "Nowa"));
        (await manager.VersionsAsync(id)).ShouldBe("2L 1");
    }

    [Fact]
    public async Task An_older_version_comes_back_as_the_newest_draft()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id, "Pierwsza"), publish: true);
        await manager.SavedAsync(Drawn.Document(id, "Druga", "2"));

        var reverted = await manager.PostAsync($"{Root}/{id}/revert/1", new { });

        Drawn.Names(reverted.Body).ShouldBe(["id", "definitionId", "name", "description", "version", "toolVersion", "isLatest", "isPublished", "isReadonly", "isSystem",
            "providerName", "materializerName", "isMaterializerAvailable", "createdAt", "links"], ignoreOrder: true);
        ((int)reverted.Body["version"]!).ShouldBe(3);
        (await manager.VersionsAsync(id)).ShouldBe("3L 2 1P");
        var latest = await manager.LatestAsync(id);
        ((string)latest["name"]!).ShouldBe("Pierwsza");
        ((string)latest["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!).ShouldBe("1");
        (await manager.PostAsync($"{Root}/{id}/revert/9", new { })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_deleted_version_leaves_the_one_before_it_as_the_latest_and_its_number_unused()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id), publish: true);
        var second = await manager.SavedAsync(Drawn.Document(id, "Druga"));

        (await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-definition-versions/{second["id"]}", null)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await manager.VersionsAsync(id)).ShouldBe("1LP");
        (await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-definition-versions/{second["id"]}", null)).Status.ShouldBe(HttpStatusCode.NotFound);
        await manager.SavedAsync(Drawn.Document(id, "Trzecia"));
        (await manager.VersionsAsync(id)).ShouldBe("3L 1P");
    }

    [Fact]
    public async Task The_newest_version_stays_when_all_are_deleted_as_versions_and_goes_only_with_its_procedure()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id), publish: true);
        var second = await manager.SavedAsync(Drawn.Document(id, "Druga"));

        var all = (await manager.PostAsync("/elsa/api/bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { second["id"], $"{id}:1" } })).Body;
        var last = await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-definition-versions/{second["id"]}", null);

        ((int)all["deleted"]!).ShouldBe(1);
        Drawn.Strings(all["warnings"]).ShouldBe([$"Procedura „Druga” ({id}): {last.Sentences().Single()}"]);
        (last.Status, last.Code).ShouldBe((HttpStatusCode.BadRequest, "only-version"));
        (await manager.VersionsAsync(id)).ShouldBe("2L");
        (await manager.SendAsync(HttpMethod.Delete, $"{Root}/{id}", null)).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_procedure_is_deleted_with_all_its_versions_and_a_designer_still_open_is_told()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id), publish: true);
        var open = await manager.SavedAsync(Drawn.Document(id, "Druga"));

        (await manager.SendAsync(HttpMethod.Delete, $"{Root}/{id}", null)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await manager.VersionsAsync(id)).ShouldBeEmpty();
        (await manager.SendAsync(HttpMethod.Delete, $"{Root}/{id}", null)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await manager.SaveAsync(open)).Code.ShouldBe("deleted");
        (await manager.VersionsAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cases_run_on_is_never_deleted()
    {
        await office.StartAsync();
        var manager = await ManagerAsync();

        var version = await manager.SendAsync(HttpMethod.Delete, $"/elsa/api/workflow-definition-versions/{HomeVisit.Id}:1", null);
        var procedure = await manager.SendAsync(HttpMethod.Delete, $"{Root}/{HomeVisit.Id}", null);
        var bulk = await manager.PostAsync("/elsa/api/bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { $"{HomeVisit.Id}:1" } });

        version.Code.ShouldBe("in-use");
        version.Sentences().ShouldHaveSingleItem().ShouldContain("wersji 1");
        procedure.Code.ShouldBe("in-use");
        ((int)bulk.Body["deleted"]!).ShouldBe(0);
        Drawn.Strings(bulk.Body["warnings"]).ShouldHaveSingleItem().ShouldContain("wersji 1");
        (await manager.VersionsAsync(HomeVisit.Id)).ShouldBe("1LP");
    }

    [Fact]
    public async Task While_somebody_edits_a_procedure_nobody_else_changes_it_and_it_opens_for_them_to_read()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var draft = await manager.SavedAsync(Drawn.Document(id));
        await EditAsync("director", id);

        var saved = await manager.SaveAsync(draft);
        var opened = await manager.LatestAsync(id);

        saved.Code.ShouldBe("edited-by-other");
        saved.Sentences().ShouldHaveSingleItem().ShouldContain("Krzysztof Dąbrowski");
        opened["links"]!.AsArray().ShouldAllBe(link => (string)link!["method"]! == "GET");
        foreach (var change in new[] { $"{Root}/{id}/publish", $"{Root}/{id}/revert/1", $"{Root}/{id}/retract" })
        {
            (await manager.PostAsync(change, new { })).Code.ShouldBe("edited-by-other", change);
        }
        (await manager.SendAsync(HttpMethod.Delete, $"{Root}/{id}", null)).Code.ShouldBe("edited-by-other");
        (await manager.VersionsAsync(id)).ShouldBe("1L");
    }

    [Fact]
    public async Task A_save_of_what_somebody_changed_since_is_refused_and_says_who()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var draft = await manager.SavedAsync(Drawn.Document(id));
        await office.ExecuteAsync($"""
            update definition_versions set revision = revision + 1, created_by = '{await office.PersonIdAsync("director")}' where definition_id = '{id}'
            """);

        var stale = await manager.SaveAsync(draft, language: "en");

        stale.Code.ShouldBe("stale");
        stale.Sentences().ShouldHaveSingleItem().ShouldContain("Krzysztof Dąbrowski");
        (await manager.SaveAsync(await manager.LatestAsync(id))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Saves_that_a_designer_sends_one_upon_the_other_are_all_kept()
    {
        var manager = await ManagerAsync();
        var draft = await manager.SavedAsync(Drawn.Document(Drawn.NewId()), tab: "a tab");
        draft["name"] = "Raz";
        await manager.SavedAsync(draft, tab: "a tab");
        draft["name"] = "Dwa";

        ((string)(await manager.SavedAsync(draft, tab: "a tab"))["name"]!).ShouldBe("Dwa");
    }

    [Theory]
    [InlineData("a tab", "another tab")]
    [InlineData("a tab", null)]
    [InlineData(null, "a tab")]
    [InlineData(null, null)]
    public async Task A_save_of_what_the_same_person_has_just_changed_elsewhere_is_refused(string? first, string? second)
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var draft = await manager.SavedAsync(Drawn.Document(id), tab: second);
        draft["name"] = "Raz";
        var newest = await manager.SavedAsync(draft, tab: first);
        draft["name"] = "Dwa";

        (await manager.SaveAsync(draft, tab: second)).Code.ShouldBe("stale");

        ((string)(await manager.LatestAsync(id))["name"]!).ShouldBe("Raz");
        newest["name"] = "Trzy";
        ((string)(await manager.SavedAsync(newest, tab: second))["name"]!).ShouldBe("Trzy");
    }

    [Fact]
    public async Task An_import_between_two_saves_of_a_tab_is_not_overwritten()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var draft = await manager.SavedAsync(Drawn.Document(id), tab: "a tab");
        (await manager.PostAsync($"{Root}/import", Drawn.Document(id, "Z pliku"))).Status.ShouldBe(HttpStatusCode.OK);

        (await manager.SaveAsync(draft, tab: "a tab")).Code.ShouldBe("stale");
    }

    [Fact]
    public async Task A_save_that_would_remove_every_step_is_refused()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id));

        var refused = await manager.SaveAsync(Drawn.Empty(id));

        refused.Code.ShouldBe("would-empty");
        refused.Sentences().ShouldHaveSingleItem();
        (await manager.LatestAsync(id))["root"]!["activities"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_root_that_holds_no_steps_is_a_step_itself_and_is_not_removed_by_a_save()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var single = Drawn.Document(id);
        single["root"] = single["root"]!["activities"]![0]!.DeepClone();
        await manager.SavedAsync(single);

        (await manager.SaveAsync(Drawn.Empty(id))).Code.ShouldBe("would-empty");

        ((string)(await manager.LatestAsync(id))["root"]!["id"]!).ShouldBe("write");
    }

    [Fact]
    public async Task An_activity_of_an_unknown_type_is_shown_wrapped_and_kept_as_it_was()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var model = Drawn.Document(id, type: "Acme.Sign");
        model["root"]!["activities"]![0]!["seal"] = JsonNode.Parse("""{"kept": 1.50, "deep": [{"x": "ą"}]}""");

        var wrapped = await manager.SavedAsync(model);
        var shown = wrapped["root"]!["activities"]![0]!;
        shown["metadata"]!["designer"] = JsonNode.Parse("""{"position": {"x": 5, "y": 6}}""");
        await manager.SavedAsync(wrapped);

        ((string)shown["type"]!).ShouldBe("Elsa.NotFoundActivity");
        ((string)shown["missingTypeName"]!).ShouldBe("Acme.Sign");
        ((int)shown["missingTypeVersion"]!).ShouldBe(1);
        var kept = JsonNode.Parse(await office.AskAsync<string>($"select content from definition_versions where definition_id = '{id}'"))!["root"]!["activities"]![0]!;
        ((string)kept["type"]!).ShouldBe("Acme.Sign");
        kept["seal"]!.ToJsonString().ShouldBe(model["root"]!["activities"]![0]!["seal"]!.ToJsonString());
        ((int)kept["metadata"]!["designer"]!["position"]!["y"]!).ShouldBe(6);
    }

    [Theory]
    [InlineData("a tab", "{\"kept\":1.0}")]
    [InlineData(null, null)]
    public async Task What_the_models_of_Studio_lack_is_kept_in_its_saves_and_a_script_means_what_it_sends(string? tab, string? kept)
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var model = Drawn.Document(id);
        model["fromElsewhere"] = JsonNode.Parse("""{"kept":1.0}""");
        var sent = await manager.SavedAsync(model);
        sent.Remove("fromElsewhere");

        var answered = await manager.SavedAsync(sent, tab: tab);

        answered["fromElsewhere"]?.ToJsonString().ShouldBe(kept);
        (await manager.GetAsync($"{Root}/{id}/export")).Body["fromElsewhere"]?.ToJsonString().ShouldBe(kept);
    }

    [Fact]
    public async Task What_Studio_writes_anew_is_told_from_what_it_passes_on_by_a_mark_that_is_never_kept()
    {
        const string Mark = "opsUntouched";
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var model = Drawn.Document(id);
        model["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""{"id": "gone", "type": "Acme.Sign", "version": 1, "metadata": {"designer": {"position": {"x": 1.0, "y": 1}, "seal": 1.0}}}"""));
        model["root"]!["activities"]![0]!["text"]!["extra"] = 1;

        var shown = await manager.SavedAsync(model);
        var (text, seal) = (shown["root"]!["activities"]![0]!["text"]!, shown["root"]!["activities"]![1]!["metadata"]!["designer"]!);
        (text[Mark], seal[Mark]).ShouldSatisfyAllConditions(marks => marks.Item1.ShouldNotBeNull(), marks => marks.Item2.ShouldNotBeNull());
        text.AsObject().Remove("extra");
        shown["root"]!["activities"]![1]!["metadata"]!["designer"] = JsonNode.Parse("""{"position": {"x": 1, "y": 2}}""");
        await manager.SavedAsync(shown, tab: "a tab");

        var exported = (await manager.GetAsync($"{Root}/{id}/export")).Body;
        exported.ToJsonString().ShouldNotContain(Mark);
        exported["root"]!["activities"]![0]!["text"]!.AsObject().ContainsKey("extra").ShouldBeFalse();
        exported["root"]!["activities"]![1]!["metadata"]!["designer"]!.ToJsonString().ShouldBe("""{"position":{"x":1.0,"y":2},"seal":1.0}""");
        (await manager.PostAsync($"{Root}/import", await manager.LatestAsync(id))).Status.ShouldBe(HttpStatusCode.OK);
        (await office.AskAsync<string>($"select content::text from definition_versions where definition_id = '{id}'")).ShouldNotContain(Mark);
    }

    [Theory]
    [InlineData("""{"source": "a", "target": "b", "sourcePort": "Yes", "targetPort": "In"}""", "Yes")]
    [InlineData("""{"Source": {"Activity": "a", "Port": "Yes"}, "Target": {"Activity": "b", "Port": "In"}}""", "Yes")]
    [InlineData("""{"source": {"activity": "a"}, "target": {"activity": "b"}}""", "Done")]
    public async Task Connections_in_older_forms_are_drawn_and_those_that_lead_nowhere_are_set_aside(string connection, string port)
    {
        var manager = await ManagerAsync();
        var model = Drawn.Document(Drawn.NewId());
        var activities = model["root"]!["activities"]!.AsArray();
        activities[0]!["id"] = "a";
        activities.Add(activities[0]!.DeepClone());
        activities[1]!["id"] = "b";
        model["root"]!["connections"] = JsonNode.Parse($$$"""{"$values": [{{{connection}}}, {"source": {"activity": "a", "port": "Done"}, "target": {"activity": "gone", "port": "In"}}]}""");

        var root = (await manager.SavedAsync(model))["root"]!;

        var drawn = root["connections"]!.AsArray().ShouldHaveSingleItem()!;
        drawn["source"]!.ToJsonString().ShouldBe($$"""{"activity":"a","port":"{{port}}"}""");
        drawn["target"]!.ToJsonString().ShouldBe("""{"activity":"b","port":"In"}""");
        root["customProperties"]!["notFoundConnections"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Several_procedures_are_published_retracted_and_deleted_at_once_each_for_itself()
    {
        var manager = await ManagerAsync();
        var (good, broken, done, edited) = (Drawn.NewId(), Drawn.NewId(), Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Document(good));
        await manager.SavedAsync(Drawn.Document(broken, type: "Ops.Unknown"));
        await manager.SavedAsync(Drawn.Document(done), publish: true);
        await manager.SavedAsync(Drawn.Document(edited));
        await EditAsync("director", edited);

        var published = (await manager.PostAsync("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = new[] { good, broken, done, edited, "nothing" } })).Body;
        var retracted = (await manager.PostAsync("/elsa/api/bulk-actions/retract/workflow-definitions/by-definition-ids", new { definitionIds = new[] { good, broken, "nothing" } })).Body;
        var deleted = (await manager.PostAsync("/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = new[] { good, broken, edited } })).Body;

        Drawn.Names(published).ShouldBe(["published", "alreadyPublished", "notFound", "skipped", "updatedConsumers", "failed", "warnings"], ignoreOrder: true);
        Drawn.Strings(published["published"]).ShouldBe([good]);
        Drawn.Strings(published["alreadyPublished"]).ShouldBe([done]);
        Drawn.Strings(published["failed"]).ShouldBe([broken]);
        Drawn.Strings(published["skipped"]).ShouldBe([edited]);
        Drawn.Strings(published["notFound"]).ShouldBe(["nothing"]);
        published["updatedConsumers"]!.AsArray().ShouldBeEmpty();
        Drawn.Strings(published["warnings"]).Length.ShouldBe(2);
        Drawn.Names(retracted).ShouldBe(["retracted", "alreadyRetracted", "notFound", "skipped", "warnings"], ignoreOrder: true);
        Drawn.Names(deleted).ShouldBe(["deleted", "warnings"]);
        Drawn.Strings(retracted["retracted"]).ShouldBe([good]);
        Drawn.Strings(retracted["alreadyRetracted"]).ShouldBe([broken]);
        Drawn.Strings(retracted["notFound"]).ShouldBe(["nothing"]);
        ((int)deleted["deleted"]!).ShouldBe(2);
        Drawn.Strings(deleted["warnings"]).ShouldHaveSingleItem();
        (await manager.VersionsAsync(good) + await manager.VersionsAsync(broken)).ShouldBeEmpty();
        (await manager.VersionsAsync(edited)).ShouldBe("1L");
    }

    [Fact]
    public async Task Procedures_that_embed_one_follow_its_published_version_when_asked_or_by_its_options()
    {
        var manager = await ManagerAsync();
        var (part, whole) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Embeddable(part, $"Część {part}"), publish: true);
        var consumer = Drawn.Document(whole, type: "Rysowana");
        consumer["root"]!["activities"]![0]!["workflowDefinitionId"] = part;
        consumer["root"]!["activities"]![0]!["workflowDefinitionVersionId"] = "old";
        await manager.SavedAsync(consumer);

        var updated = (await manager.PostAsync($"{Root}/{part}/update-references", new { })).Body;
        var following = Drawn.Embeddable(part, $"Druga {part}");
        following["options"]!["autoUpdateConsumingWorkflows"] = true;
        var answer = await manager.SaveAsync(following, publish: true);

        Drawn.Names(updated).ShouldBe(["affectedWorkflows"]);
        Drawn.Strings(updated["affectedWorkflows"]).ShouldBe([whole]);
        ((int)answer.Body["consumingWorkflowCount"]!).ShouldBe(1);
        var kept = JsonNode.Parse(await office.AskAsync<string>($"select content from definition_versions where definition_id = '{whole}' and is_latest"))!["root"]!["activities"]![0]!;
        ((string)kept["workflowDefinitionVersionId"]!).ShouldBe($"{part}:2");
        ((int)kept["version"]!).ShouldBe(2);
    }
}
