using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http;
using Npgsql;
using OpsWorkflows.Host.Access;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Access;

public sealed class SessionTests : IAsyncLifetime
{
    static readonly Guid Person = new("0197f3c4-0000-7000-8000-000000000001");

    readonly MovingTime time = new();
    NpgsqlDataSource database = null!;
    KnownPeople people = null!;
    PersonClaims claims = null!;

    public async Task InitializeAsync()
    {
        database = NpgsqlDataSource.Create(await TestCluster.CreateDatabaseAsync());
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        people = new KnownPeople(database, time);
        claims = new PersonClaims(people, new HttpContextAccessor());
        await ExecuteAsync("""
            insert into people (id, name, email) values (@Person, 'Jan Nowak', 'jan@office.example');
            insert into person_roles (person_id, role) values (@Person, 'director'), (@Person, 'administrator');
            insert into accounts (id, security_stamp) values (@Person, 'stamp 1');
            """);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_session_is_the_person_with_the_roles_of_now()
    {
        var principal = await PrincipalAsync();

        principal.Identity!.Name.ShouldBe("Jan Nowak");
        principal.IsInRole("director").ShouldBeTrue();
        CurrentPerson.In(principal).Roles.ShouldBe(["director", "administrator"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_within_a_minute()
    {
        await PrincipalAsync();
        await ExecuteAsync("delete from person_roles where person_id = @Person and role = 'administrator'");
        time.Now += TimeSpan.FromMinutes(1);

        var principal = await PrincipalAsync();

        principal.IsInRole("administrator").ShouldBeFalse();
        principal.IsInRole("director").ShouldBeTrue();
    }

    [Theory]
    [InlineData("update people set active = false where id = @Person")]
    [InlineData("update accounts set security_stamp = 'stamp 2' where id = @Person")]
    [InlineData("delete from accounts where id = @Person")]
    public async Task A_session_ends_within_a_minute_when_the_person_leaves_or_the_password_changes(string change)
    {
        (await PrincipalAsync()).Identity!.IsAuthenticated.ShouldBeTrue();
        await ExecuteAsync(change);
        time.Now += TimeSpan.FromMinutes(1);

        var principal = await PrincipalAsync();

        principal.Identity!.IsAuthenticated.ShouldBeFalse();
        CurrentPerson.FindIn(principal).ShouldBeNull();
    }

    [Theory]
    [InlineData("update people set active = false where id = @Person")]
    [InlineData("update accounts set security_stamp = 'stamp 2' where id = @Person")]
    public async Task A_connection_that_outlives_its_request_ends_with_the_session(string change)
    {
        var principal = await PrincipalAsync();
        (await people.FindNowAsync(principal, CancellationToken.None))!.Roles.ShouldBe(["director", "administrator"], ignoreOrder: true);
        await ExecuteAsync(change);
        time.Now += TimeSpan.FromMinutes(1);

        (await people.FindNowAsync(principal, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_connection_that_outlives_its_request_has_the_roles_of_now()
    {
        var principal = await PrincipalAsync();
        await ExecuteAsync("delete from person_roles where person_id = @Person and role = 'administrator'");
        time.Now += TimeSpan.FromMinutes(1);

        (await people.FindNowAsync(principal, CancellationToken.None))!.Roles.ShouldBe(["director"]);
    }

    [Fact]
    public async Task Roles_that_a_session_claims_for_itself_do_not_count()
    {
        var session = PersonClaims.ForSession(Person, "stamp 1", "cookie");
        ((ClaimsIdentity)session.Identity!).AddClaim(new Claim(ClaimTypes.Role, "auditor"));

        (await claims.TransformAsync(session)).IsInRole("auditor").ShouldBeFalse();
    }

    Task<ClaimsPrincipal> PrincipalAsync() => claims.TransformAsync(PersonClaims.ForSession(Person, "stamp 1", "cookie"));

    async Task ExecuteAsync(string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, new { Person });
    }

    sealed class MovingTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
